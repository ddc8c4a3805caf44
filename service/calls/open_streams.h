// Streams that are open, to find those whose client does not read.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"

namespace counterpoint::service {

// A client that is there but does not read holds the thread that writes to it, as flow
// control has no end of its own, and keep-alive finds its connection well. Thread-safe.
class OpenStreams {
 public:
  class Entry {
   public:
    Entry(OpenStreams& streams, const grpc::ServerContext& context);
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

    // Around each write, on the stream's thread.
    void BeginWrite() { write_began_ = absl::GetCurrentTimeNanos(); }
    void EndWrite() { write_began_ = 0; }
    // Whether EndStalled() has ended it.
    bool was_ended() const { return was_ended_; }

   private:
    friend class OpenStreams;
    OpenStreams& streams_;
    const grpc::ServerContext& context_;
    std::atomic<std::int64_t> write_began_ = 0;  // 0: it is not writing.
    std::atomic<bool> was_ended_ = false;
    std::list<Entry*>::iterator place_;
  };

  // Cancels those that have been at one write for longer. How many.
  int EndStalled(absl::Duration limit) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  absl::Mutex mutex_;
  std::list<Entry*> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::service
