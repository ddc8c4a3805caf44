// Lists in which nobody is shown to everybody.
//
// Members seek at most `list_size` partners each, and are to be shown in at most
// `cap` lists each: a transport problem with capacities. [The essay: entropic
// regularisation, dual prices, rounding, the bound on the loss.]
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "matching/policy/policy.h"

namespace counterpoint::matching {

// Candidates of all members, row by row: candidates [first[i], first[i + 1]) are
// those of member i, the best first.
struct CandidateRows {
  std::vector<std::size_t> first;      // One more than there are members.
  std::vector<std::uint32_t> partner;  // Position of a member.
  std::vector<double> relevance;       // What being shown there is worth, [0, 1].
};

// How evenly lists are spread over the members that stand in somebody's candidates.
struct Spread {
  double gini = 0;             // Of how many lists each one stands in, [0, 1].
  double unlisted_share = 0;   // Of those that stand in no list, [0, 1].
  std::size_t most_lists = 0;  // That any one stands in.
  double total_relevance = 0;  // Over all lists.
};

struct Allocation {
  // For each member the candidates (places in CandidateRows) that are listed, in
  // the order of the rows.
  std::vector<std::vector<std::size_t>> listed;
  Spread before;    // Of lists of the best candidates alone.
  Spread after;     // Of `listed`.
  double loss = 0;  // Share of the total relevance that has been given up.
  bool met = true;  // Whether the cap holds everywhere within the loss allowed.
};

// Equal input gives equal output. Where cap and loss cannot both be held, the loss
// is. Without `policy` set to anything the best candidates are listed.
Allocation AllocateExposure(const CandidateRows& candidates, std::size_t list_size,
                            const ExposurePolicy& policy);

}  // namespace counterpoint::matching
