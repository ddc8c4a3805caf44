// Changes of lists as messages.
#pragma once

#include "counterpoint/v1/recommendation.pb.h"
#include "matching/ranking/wording.h"
#include "service/live_index/snapshot.h"
#include "service/recommendations/generation_difference.h"

namespace counterpoint::service {

// With names as the snapshot has them; of a partner that is no longer a member the
// resource name alone, which stands in for its display name in sentences too.
v1::RecommendationChange MessageOf(const EntryChange& change, const IndexSnapshot& snapshot,
                                   matching::Language language);
v1::ListChange MessageOf(const ListDifference& difference, const IndexSnapshot& snapshot,
                         matching::Language language);

}  // namespace counterpoint::service
