// The service as a whole: store, indexes and gRPC.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/live_index/index_faults.h"
#include "service/server_options.h"

namespace counterpoint::service {

// Serves from Start() until Drain() or the destructor. Thread-safe.
class Server {
 public:
  // Serves as soon as it returns. Health is NOT_SERVING, and matching answers
  // UNAVAILABLE, until the indexes of all alliances are built. Errors: those of
  // storage::Store::Open(), CheckListening(), Access::Open() and Backups::Open(),
  // INVALID_ARGUMENT where the address cannot be listened on, or the embedding options are
  // wrong.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options);

  virtual ~Server() = default;

  // The port that is listened on.
  virtual int port() const = 0;

  // The port of the metrics; 0 where none are served.
  virtual int metrics_port() const = 0;

  // The port of the gateway; 0 where there is none.
  virtual int http_port() const = 0;

  // Waits until health is SERVING: false where it is not before the timeout.
  virtual bool AwaitReady(absl::Duration timeout) const = 0;
  // Waits until matching answers from the revision or a later one.
  virtual bool AwaitIndexed(absl::string_view alliance, std::int64_t revision,
                            absl::Duration timeout) const = 0;

  // Sweeps the store, and ends streams whose client does not read, now, as the server
  // does by itself now and then. Errors:
  // those of storage::Store::Sweep().
  virtual absl::Status Sweep() = 0;

  // What the live index and the sweeps could not do since the last call.
  virtual std::vector<IndexFault> TakeFaults() = 0;

  // Takes over what may change while it serves: `calls`, the retentions of the store and
  // the interval of its sweeps. Nothing else of the options counts.
  virtual void Reload(const ServerOptions& options) = 0;

  // Lines for the log about calls that took long, since the last call.
  virtual std::vector<std::string> TakeSlowCalls() = 0;

  // Health turns NOT_SERVING, then new calls are refused, watches end with UNAVAILABLE
  // and a RetryInfo, operations stop after the block that they are at and go on with the
  // next start, and calls that are under way may finish within the limit. Returns when
  // all have ended. To be called at most once.
  virtual void Drain(absl::Duration limit) = 0;
  // Cancels the calls that Drain() waits for. To be called while it does.
  virtual void EndCalls() = 0;
};

}  // namespace counterpoint::service
