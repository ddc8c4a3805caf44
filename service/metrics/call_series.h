// Counters and histograms of calls.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace counterpoint::service {

// Keeps what the registry has made for a method and code: looking it up there takes
// longer than many a call. Thread-safe. Borrows the registry.
class CallSeries {
 public:
  explicit CallSeries(prometheus::Registry& registry);

  // A call to "/package.Service/Method" has ended. Codes that there are not count as
  // UNKNOWN.
  void Count(absl::string_view method, int code, std::optional<absl::Duration> took)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  static constexpr std::size_t kCodes = 17;
  struct Series {
    prometheus::Counter* calls = nullptr;  // Null: there was no such call yet.
    prometheus::Histogram* seconds = nullptr;
  };
  using OfCodes = std::array<Series, kCodes>;

  Series Find(absl::string_view method, std::size_t code) const ABSL_LOCKS_EXCLUDED(mutex_);
  Series FindOrAdd(absl::string_view method, std::size_t code, bool timed)
      ABSL_LOCKS_EXCLUDED(mutex_);

  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, OfCodes> by_method_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::service
