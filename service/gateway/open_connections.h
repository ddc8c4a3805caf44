// The connections that are open, so that they can be closed from outside.
#pragma once

#include <cstddef>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace counterpoint::service::gateway {

// Thread-safe.
class OpenConnections {
 public:
  // One of them, while it lives; its socket has to live longer.
  class Connection {
   public:
    Connection(OpenConnections& all, int socket);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Whether it answers a request. False where no further one is to be taken.
    bool SetBusy(bool busy);

   private:
    OpenConnections& all_;
    const int socket_;
  };

  std::size_t count() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Closes those that wait for a request, and each other one once it has answered.
  void CloseIdle() ABSL_LOCKS_EXCLUDED(mutex_);
  // Whether all have closed within the limit.
  bool AwaitNone(absl::Duration limit) const ABSL_LOCKS_EXCLUDED(mutex_);
  void CloseAll() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<int, bool> busy_ ABSL_GUARDED_BY(mutex_);  // By socket.
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace counterpoint::service::gateway
