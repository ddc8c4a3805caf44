// From what is recorded to what can be learnt from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/time/time.h"
#include "matching/learning/cross_fit.h"
#include "matching/parallel.h"
#include "service/learning/recorded_lists.h"
#include "service/live_index/snapshot.h"

namespace counterpoint::service {

struct LearningData {
  // In the order of the recorded lists; the key is the member's id. Pairs of which
  // one is not there any more, and lists that are left without pairs, are not.
  std::vector<matching::ShownList> lists;
  std::vector<bool> whole;  // By list, see RecordedList.
  std::int64_t shown = 0;   // Pairs.
  std::int64_t accepted = 0;
  std::int64_t declined = 0;
};

// The terms of all pairs by the profiles, the policy and the partnerships of the
// snapshot at this time. Stops early, with less, once `stop` says so. Told how many
// lists are done now and then, by any thread.
LearningData MakeLearningData(const IndexSnapshot& snapshot, absl::Time as_of,
                              const std::vector<RecordedList>& recorded,
                              const matching::ParallelFor& parallel,
                              const std::function<bool()>& stop,
                              const std::function<void(std::size_t done)>& tell);

}  // namespace counterpoint::service
