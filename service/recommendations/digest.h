// What has changed in one member's list, for an e-mail.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "matching/ranking/wording.h"

namespace counterpoint::service {

// Subject and lines from the changes: who is new, who has gone and why, who has moved
// up or down so far that it is worth a line; how many others have moved. `causes` has
// that of each change, in words (DescribeCause). Lines begin
// with "- " within a group, whose heading ends with a colon. `since` is the moment
// that the list is compared with, for a list in which nothing has changed: a day in
// UTC is named. Sets neither names nor changes.
//
// A move is worth a line where it is of three places or more, or into or out of the
// first three.
v1::RecommendationDigest WriteDigest(const std::vector<v1::RecommendationChange>& changes,
                                     const std::vector<std::string>& causes, absl::Time since,
                                     matching::Language language);

}  // namespace counterpoint::service
