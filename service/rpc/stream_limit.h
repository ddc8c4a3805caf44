// How many streams may be open.
#pragma once

#include <atomic>

#include "absl/status/status.h"

namespace counterpoint::service {

// A stream of the synchronous API holds a thread as long as it is open.
// Thread-safe.
class StreamLimit {
 public:
  explicit StreamLimit(int max) : max_(max) {}

  // Counts a stream as long as it lives. Borrows the limit.
  class Stream {
   public:
    explicit Stream(StreamLimit& limit) : limit_(limit), admitted_(++limit.open_ <= limit.max_) {}
    ~Stream() { --limit_.open_; }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    // RESOURCE_EXHAUSTED where it is one too many: it then has to end.
    absl::Status status() const {
      return admitted_ ? absl::OkStatus()
                       : absl::ResourceExhaustedError("too many streams are open");
    }

   private:
    StreamLimit& limit_;
    const bool admitted_;
  };

 private:
  const int max_;
  std::atomic<int> open_ = 0;
};

}  // namespace counterpoint::service
