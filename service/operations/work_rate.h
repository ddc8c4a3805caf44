// How quickly work goes on.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "absl/time/time.h"

namespace counterpoint::service {

// Pieces a second of late. Not thread-safe.
class WorkRate {
 public:
  // So many pieces were done at that moment. Moments do not go back.
  void Add(absl::Time now, std::int64_t done);

  // Over the last ten seconds, or since the first piece where that is less; nothing
  // where none has been done in that time.
  std::optional<double> PerSecond() const;

 private:
  // At least a tenth of a second apart, but for the last.
  std::deque<std::pair<absl::Time, std::int64_t>> told_;
};

}  // namespace counterpoint::service
