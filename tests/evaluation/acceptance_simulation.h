// What members with known preferences make of their lists.
//
// Each round every member of an alliance is shown a list. A place k is looked at with
// probability k^-eta. Both sides of a pair that is looked at accept with a
// probability that follows from the terms of its score by weights that the learner
// does not know; of the others some are declined, and some leave the trace that they
// were seen. Pairs that were accepted or declined are shown no more, to neither side.
#pragma once

#include <cstdint>
#include <vector>

#include "matching/learning/cross_fit.h"
#include "matching/policy/policy.h"
#include "tests/evaluation/sample_members.h"

namespace counterpoint::evaluation {

struct SimulationOptions {
  int rounds = 24;
  int places = 10;     // Of each list.
  double eta = 1;      // Of examination.
  double opened = 1;   // Share of the lists that are looked at at all.
  double trace = 0.5;  // Of looks without acceptance, half of them declines.
  std::uint64_t seed = 1;
};

// A pair of the alliance that has a score, from the side of the member at `member`.
struct AlliancePair {
  std::size_t member = 0;
  std::size_t partner = 0;
  double score = 0;
  matching::PairTerms terms{};
};

struct Simulation {
  std::vector<AlliancePair> pairs;         // By member, the best score first.
  matching::AcceptanceModel truth;         // What members go by.
  std::vector<double> spreads;             // Of each term over `pairs`.
  std::vector<double> examination;         // By place from 1, as it is.
  std::vector<matching::ShownList> lists;  // The key is the member's id.
};

// What an invented alliance wants, by EvidenceTerm, for one standard deviation of
// the term: regions, credentials and budgets more than the policy holds, what is new
// and who is popular less.
const std::vector<double>& KnownWeights();

Simulation Simulate(const SampleMembers& sample, const matching::Policy& policy,
                    const SimulationOptions& options);

}  // namespace counterpoint::evaluation
