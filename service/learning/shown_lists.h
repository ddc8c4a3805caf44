// What became of suggestions, list by list: what learning learns from.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "matching/learning/acceptance.h"
#include "service/feedback/interaction_facts.h"
#include "service/recommendations/stored_lists.h"

namespace counterpoint::service {

struct ShownSuggestion {
  std::string partner;  // Id.
  int place = 1;
  matching::ShownPair::Outcome outcome = matching::ShownPair::Outcome::kNothing;
};

// A stored list of which something is recorded, so that somebody has had it before
// them.
struct ShownList {
  int generation = 0;
  std::string member;  // Id of the one it was for.
  // Whether the list itself is still kept, and `suggestions` are all of it; else
  // they are those that something is recorded of.
  bool whole = false;
  std::vector<ShownSuggestion> suggestions;  // In order of place.
};

// The lists that interactions of the period [start, end) name, in order of
// generation and member. Of a suggestion in a list:
// - accepted, where an interaction that names the list says that the two met,
//   signed or became partners, or that the member accepted, and anything recorded
//   at any time says that the partner did too or that the two met or signed;
// - declined, where the member declined it as of this list, or accepted it and the
//   partner declined;
// - seen, where anything else is recorded of it that names the list;
// - nothing otherwise.
// `lists` gives the lists of a generation, null where they are not kept any more.
// Suggestions whose place is not known then are left out.
std::vector<ShownList> CollectShownLists(
    const InteractionFacts& facts, absl::Time start, absl::Time end,
    absl::FunctionRef<std::shared_ptr<const StoredLists>(int generation)> lists);

}  // namespace counterpoint::service
