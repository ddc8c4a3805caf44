#include "service/live_index/index_faults.h"

#include <utility>

namespace counterpoint::service {

void IndexFaults::Report(absl::string_view alliance, absl::string_view member,
                         const absl::Status& status) {
  constexpr std::size_t kMaxKept = 100;
  absl::MutexLock lock(&mutex_);
  ++count_;
  if (kept_.size() < kMaxKept) {
    kept_.push_back({std::string(alliance), std::string(member), status});
  }
}

std::vector<IndexFault> IndexFaults::Take() {
  absl::MutexLock lock(&mutex_);
  return std::exchange(kept_, {});
}

std::int64_t IndexFaults::count() const {
  absl::MutexLock lock(&mutex_);
  return count_;
}

}  // namespace counterpoint::service
