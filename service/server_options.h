// How a server is set up.
#pragma once

#include <functional>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service/access/access_options.h"
#include "service/audit/audit_options.h"
#include "service/backups/backup_settings.h"
#include "service/calls/call_limits.h"
#include "service/calls/connection_options.h"
#include "service/embedding/embedding_options.h"
#include "service/gateway/gateway_options.h"
#include "storage/store_options.h"

namespace counterpoint::service {

struct ServerOptions {
  storage::StoreOptions store;
  // Host and port; port 0 takes a free one. Other than this machine's own
  // addresses are taken only where callers have to say who they are.
  std::string listen = "127.0.0.1:7411";
  // Threads that wait for commits. Commits that wait at the same time share a
  // sync, so more of them write faster, up to what the disk takes.
  int writer_threads = 64;
  // Threads for matching and long reads; 0 takes one for each core, at least 2.
  int reader_threads = 0;
  // Operations that are worked on at a time; others wait.
  int operation_threads = 4;
  // How much may be asked at a time.
  CallLimits calls;
  ConnectionOptions connections;
  // Who may call.
  AccessOptions access;
  // How the audit trail is kept.
  AuditOptions audit;
  // Backups made while it serves.
  BackupSettings backups;
  // The server that gives texts their embeddings, if any. Texts of profiles and
  // of queries go to it.
  EmbeddingOptions embedding;
  // HTTP and JSON beside gRPC, and the console.
  GatewayOptions gateway;
  // IP address and port for Prometheus; empty: nothing is served there.
  std::string metrics_listen;
  // Alliances that have metrics of their own, those with most members. Their ids then
  // stand in what is served there.
  int max_metric_alliances = 0;
  // Larger requests are refused.
  int max_request_bytes = 16 << 20;
  // How long an index snapshot outlives its last use by a page or token, and
  // how many there may be.
  absl::Duration snapshot_lifetime = absl::Minutes(10);
  int max_snapshots = 1000;
  // How often the store is swept.
  absl::Duration sweep_interval = absl::Minutes(1);
  // The time that answers are judged by.
  std::function<absl::Time()> clock = [] { return absl::Now(); };
};

}  // namespace counterpoint::service
