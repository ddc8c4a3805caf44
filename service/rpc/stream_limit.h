// How many streams may be open.
#pragma once

#include <atomic>

namespace counterpoint::service {

// A stream of the synchronous API holds a thread as long as it is open.
// Thread-safe.
class StreamLimit {
 public:
  explicit StreamLimit(int max) : max_(max) {}

  int open() const { return open_; }

  // For streams to come.
  void SetMax(int max) { max_ = max; }

  // Counts a stream as long as it lives. Borrows the limit.
  class Stream {
   public:
    explicit Stream(StreamLimit& limit) : limit_(limit), admitted_(++limit.open_ <= limit.max_) {}
    ~Stream() { --limit_.open_; }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    // Where it is not, it is one too many and has to end.
    bool is_admitted() const { return admitted_; }

   private:
    StreamLimit& limit_;
    const bool admitted_;
  };

 private:
  std::atomic<int> max_;
  std::atomic<int> open_ = 0;
};

}  // namespace counterpoint::service
