// Counts of the members that a search found.
#pragma once

#include <vector>

#include "counterpoint/v1/member_search.pb.h"
#include "matching/profile/vocabulary.h"
#include "matching/thesaurus/thesaurus.h"
#include "service/confidentiality/viewer.h"
#include "service/directory/member_search.h"

namespace counterpoint::service {

// As MemberCounts says, of the facets asked for. What others are shown nothing of counts
// where the viewer is shown it. Linear time; rows that follow each other in a block are
// counted quickest. REQUIRES: the topics of the rows are of this thesaurus.
v1::MemberCounts CountMembers(const std::vector<FoundMember>& found,
                              const google::protobuf::RepeatedField<int>& facets,
                              const Viewer& viewer, const matching::Thesaurus& thesaurus);

}  // namespace counterpoint::service
