// Lists in which nobody is shown to everybody.
//
// Each member reads a list of at most `list_size` places, and is to stand in at
// most `cap` lists: a transport problem with capacities, whose worth is the total
// relevance of what is listed. It is solved in two steps. First the problem with
// entropic regularisation (shadow_prices.h), whose dual prices say what showing
// each member is worth to those who compete for it. Then lists of the best
// candidates by relevance - price, in which few members are over the cap; an
// auction that starts from the prices settles who gives way (place_auction.h).
// Where lists are to be evened out below the cap, the prices are those of the
// capacity at which everybody stands in equally many lists, and as large a share of
// them counts as the loss allows. Cost: some hundred passes over the candidates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "matching/policy/policy.h"

namespace counterpoint::matching {

// Candidates of all members, row by row: candidates [first[i], first[i + 1]) are
// those of member i, no partner twice.
struct CandidateRows {
  std::vector<std::size_t> first;      // One more than there are members.
  std::vector<std::uint32_t> partner;  // Position of a member.
  std::vector<double> relevance;       // What being shown there is worth, [0, 1].
  // Of each member, how many of its first candidates are listed, up to the length of
  // a list, whatever the policy says; they count for the cap all the same. Empty:
  // none. The others of a row stand in order of relevance, the highest first.
  std::vector<std::size_t> pinned;
};

// How evenly lists are spread over the members that stand in somebody's candidates.
struct Spread {
  double gini = 0;             // Of how many lists each one stands in, [0, 1].
  double unlisted_share = 0;   // Of those that stand in no list, [0, 1].
  std::size_t most_lists = 0;  // That any one stands in.
  double total_relevance = 0;  // Over all lists.

  friend bool operator==(const Spread&, const Spread&) = default;
};

struct Allocation {
  // For each member the candidates (places in CandidateRows) that are listed, in
  // the order of the rows.
  std::vector<std::vector<std::size_t>> listed;
  Spread before;    // Of lists of the best candidates alone.
  Spread after;     // Of `listed`.
  double loss = 0;  // Share of the total relevance that has been given up, at most 1.
  bool met = true;  // Whether the cap holds everywhere within the loss allowed.
  // Share of the prices that counts, [0, 1]; within a cap, of what evening out adds to
  // the cap's. 0 where nothing was to be done.
  double strength = 0;
  // Places that stay empty though there are candidates, since all of these stand in
  // as many lists as they may, and no other lists within the cap fill more places.
  // None where the cap is not met.
  std::size_t left_empty = 0;
};

// Equal input gives equal output. Where cap and loss cannot both be held, the loss
// is, `met` is false, and the prices of the cap count as far as the loss allows.
// Without a cap and congestion, the best candidates are listed.
Allocation AllocateExposure(const CandidateRows& candidates, std::size_t list_size,
                            const ExposurePolicy& policy);

}  // namespace counterpoint::matching
