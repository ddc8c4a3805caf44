// A member's list brought up to date for one call.
//
// A stored list is made of what the members were. Where only some of them have
// changed since, most of its entries still hold: those of changed partners are
// judged anew, changed and new members that are not in it are judged too, and all
// are put in order. That is the list that a refresh now would make, as long as it is
// certain that nobody else belongs into it: whoever was not in a full list scores no
// more than its last entry did, so the patched list holds down to there. Where it
// does not reach so far, or more has changed than members (policy, text model,
// partnerships, rules of the staff, more than a hundred members, the owner itself),
// the list is made from all members instead.
#pragma once

#include <string>
#include <vector>

#include "matching/parallel.h"
#include "matching/ranking/ranking.h"
#include "service/recommendations/list_basis.h"

namespace counterpoint::service {

struct PatchedEntry {
  matching::RankedMatch match;  // Its partner is in the index.
  std::string rule;             // Id of the staff rule that concerns it; empty: none.
};

// The best first, at most as many as the generation's lists have; judged for the
// moment of the generation, by the present policy. Equal to what a refresh at that
// moment would store now, but that lists are not evened out: where the policy does
// that, entries that still hold stay as they are, and places that get free stay
// empty. Whom feedback keeps apart, at that moment or now, is left out. REQUIRES:
// the generation is no shadow.
std::vector<PatchedEntry> PatchList(const ListBasis& basis, const ListOwner& owner,
                                    const matching::ParallelFor& parallel);

}  // namespace counterpoint::service
