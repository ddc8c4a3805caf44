// Makes a choice of pairs more even, one exchange at a time.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/planning/meeting_choice.h"

namespace counterpoint::matching {

// Looks for chains of pairs, by turns not chosen and chosen, that begin at one who
// has few meetings (alternating trails; Berge 1957): with the pairs of the chain
// exchanged it has one more, and the one at the end one more too, where the session
// has room, or one less, where that one still has as many as it then has.
// Everybody between keeps its number. Goes on until it finds none. Nothing is lost
// on the way: quotas, rules of pairs, limits and the number of missing meetings
// are kept, and each exchange is one towards ChoiceFairness::kWorstOffFirst.
//
// The search is breadth-first and knows no blossoms, so it may miss a chain: a good
// start for a search with proof, no proof itself. `chosen` is in order, and keeps
// to the problem; so is and does the answer.
std::vector<std::size_t> ExchangeForTheWorstOff(const ChoiceProblem& problem,
                                                std::vector<std::size_t> chosen);

}  // namespace counterpoint::matching
