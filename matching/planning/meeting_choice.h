// Who meets whom in a session: the pairs with the highest total score, so many
// for each participant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace counterpoint::matching {

// How many meetings a participant should have at least and may have at most;
// not more than there are slots where it is available, or they cannot be placed.
struct MeetingQuota {
  int least = 0;
  int most = 0;
};

enum class PairRule {
  kMay,
  kMust,     // Whatever the score.
  kMustNot,  // Whatever the score.
};

struct CandidatePair {
  std::size_t first = 0;   // Participant.
  std::size_t second = 0;  // Another one.
  double score = 0;        // [0, 1]
  PairRule rule = PairRule::kMay;
};

// Which choice is best.
enum class ChoiceFairness {
  // The fewest missing meetings, then the highest total score.
  kBestTotal,
  // The fewest missing; then the worst off are lifted first: as few participants
  // as can be without any meeting, of those choices as few as can be with only one,
  // with only two, and so on, so that in ascending order the numbers of meetings
  // are the highest in dictionary order (leximin); then the total score.
  kWorstOffFirst,
};

// Pairs of which only so many can meet: those of one participant that all have to
// be on the same morning.
struct ChoiceLimit {
  std::vector<std::size_t> pairs;  // By position, each once.
  int most = 0;
};

struct ChoiceProblem {
  std::vector<MeetingQuota> participants;
  // Each two at most once; pairs that are not named do not meet.
  std::vector<CandidatePair> pairs;
  // Meetings of the whole session: the sum of tables over slots.
  int most_meetings = 0;
  std::vector<ChoiceLimit> limits{};
  ChoiceFairness fairness = ChoiceFairness::kBestTotal;
};

struct MeetingChoice {
  std::vector<std::size_t> pairs;  // Chosen ones, by position, in order.
  double score = 0;                // Their sum.
  // Meetings that each participant is short of its least number.
  std::vector<int> missing;
  // No other choice is missing fewer in all or, of those, has a higher score.
  bool proved = false;
  // Pairs that must meet exceed somebody's most, the session's, or a limit: there
  // is no choice, and `pairs` is empty.
  bool impossible = false;
};

// A b-matching of greatest weight in a general graph, as an integer program
// (CBC): one variable a pair, one row a participant, one for the session; missing
// meetings count more than all scores together. Equal problems give equal
// choices. Scores are compared to about 1e-6. Searches at most so many nodes;
// sessions of 2,000 participants with 20 candidates each have taken at most 50.
// REQUIRES: 0 <= least and 0 <= most, 0 <= most_meetings, participants in range,
// no pair of one with itself.
MeetingChoice ChooseMeetings(const ChoiceProblem& problem, int most_nodes = 10'000);

}  // namespace counterpoint::matching
