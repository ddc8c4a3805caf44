// Why a member is not in a list, and what would change that, as sentences.
#pragma once

#include <cstddef>
#include <string>

#include "matching/ranking/profile_change.h"
#include "matching/ranking/why_not.h"
#include "matching/ranking/wording.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::matching {

// What the two are called.
struct PairNames {
  std::string member;
  std::string partner;
};

// One sentence with its full stop, e.g. "Orchard ranks 14th with a score of
// 0.211, and the list of 10 ends at 0.342; it is furthest behind in: shared
// topics."
std::string Describe(const WhyNotAnswer& answer, const PairNames& names, std::size_t limit,
                     const Thesaurus& thesaurus, Language language);

// What to do, without a full stop, e.g. "name the topic game music in offer 2
// of Orchard". Listings and rules are counted from 1.
std::string Describe(const ProfileChange& change, const PairNames& names,
                     const Thesaurus& thesaurus, Language language);

}  // namespace counterpoint::matching
