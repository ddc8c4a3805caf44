// What the service tells Prometheus.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/backups/backups.h"
#include "service/calls/call_gate.h"
#include "service/embedding/embedder.h"
#include "service/live_index/live_index.h"
#include "service/operations/operations.h"
#include "service/rpc/stream_limit.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Owns the registry, and serves it over HTTP at /metrics from Listen() to its
// end. Labels have few values, and none names a member; alliances are named where
// `max_alliances` says so. The metrics are
// listed in service/README.md. Thread-safe.
class Metrics {
 public:
  // What is read at each scrape. Borrowed; the embedder may be null.
  struct Sources {
    const LiveIndex& index;
    const Operations& operations;
    const Embedder* embedder;
    const storage::Store& store;
    const CallGate& gate;
    const StreamLimit& streams;
    std::vector<std::pair<std::string, const WorkerPool*>> pools;  // Those that are null are not.
    std::size_t max_alliances;
    const Backups* backups = nullptr;  // Null: none are made.
  };
  // `address` is an IP address and port, such as "127.0.0.1:9464"; port 0 takes
  // a free one. Empty: they are served by whoever asks for Text() alone. Errors: INVALID_ARGUMENT
  // where it is none or cannot be listened on.
  static absl::StatusOr<std::unique_ptr<Metrics>> Listen(const std::string& address,
                                                         const Sources& sources);

  virtual ~Metrics() = default;

  virtual int port() const = 0;  // 0 where it does not listen.

  // All of them now, in Prometheus's text format 0.0.4.
  virtual std::string Text() const = 0;

  // A gRPC call that has ended: its method as "/package.Service/Method", its
  // status code, and for calls without streams how long it took.
  virtual void CountCall(absl::string_view method, int code,
                         std::optional<absl::Duration> took) = 0;
};

}  // namespace counterpoint::service
