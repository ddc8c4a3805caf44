// Whom a list leaves out by what is recorded between members.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "matching/ranking/exclusion.h"
#include "service/feedback/kept_apart.h"

namespace counterpoint::service {

// By id, for RankingQuery. A pair of past partners is there with `include_partners`
// only where a decline keeps it apart too.
absl::flat_hash_map<std::string, matching::KeptApartBy> LeftOut(const KeptApart& kept_apart,
                                                                absl::string_view member,
                                                                absl::Time as_of,
                                                                bool include_partners);

// Adds what is recorded of the two to what keeps them apart, in the place of what
// the index knows of it.
void AddRecorded(const KeptApart& kept_apart, absl::string_view member, absl::string_view partner,
                 absl::Time as_of, std::vector<matching::ExclusionReason>& exclusions);

}  // namespace counterpoint::service
