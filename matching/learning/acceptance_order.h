// Lists in which the most probable suggestion comes first.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "matching/network/connections.h"
#include "matching/policy/policy.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::matching {

// How many of the best by score are ordered anew. Of those below nobody knows what
// becomes of them, as they are hardly ever shown.
inline constexpr std::size_t kAcceptancePool = 200;

// Orders the first kAcceptancePool of `matches`, which are in order of score, by
// the probability that both sides accept, the most probable first, ties by score
// and then id, and sets RankedMatch::acceptance of each of them. The others stay
// behind as they are. Without an acceptance model in the policy nothing changes.
// Costs a weighing of the texts of each, some thirty microseconds a member. REQUIRES:
// `connections` are those of `member`.
void OrderByAcceptance(const TextModel& model, const Policy& policy, absl::Time as_of,
                       const Connections& connections, const MemberFeatures& member,
                       std::vector<RankedMatch>& matches);

}  // namespace counterpoint::matching
