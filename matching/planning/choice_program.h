// The choice of meetings as an integer program (CBC): one column a pair, one row a
// participant, one for the session.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "matching/planning/meeting_choice.h"

namespace counterpoint::matching {

// What a choice has to keep to, beside the rules of its pairs and limits.
struct ChoiceDemands {
  std::vector<int> least;      // Meetings of each participant that it must have.
  std::vector<int> most;       // That it may have.
  std::vector<int> should;     // That it should have, as far as that can be.
  std::optional<int> missing;  // What they may be short of that, in all.
  // At least levels[i] participants have first_level + i meetings or more; all have
  // first_level - 1, or as many as they may.
  int first_level = 1;
  std::vector<int> levels;
};

// The quotas, as far as pairs that may meet allow them; nothing is settled.
ChoiceDemands DemandsOf(const ChoiceProblem& problem);

enum class ChoiceAim {
  kTotal,    // The fewest missing, then the highest score.
  kMissing,  // The fewest missing.
  kLevel,    // More participants at the last of `levels` than it says, the most.
  kScore,    // The highest score.
};

struct ChoiceSolution {
  std::vector<std::size_t> pairs;  // In order.
  std::vector<int> meetings;       // Of each participant.
  bool found = false;
  // There is no better one; with kLevel and nothing found, none at all.
  bool proved = false;
};

// The meetings of each participant.
std::vector<int> CountMeetings(const ChoiceProblem& problem, const std::vector<std::size_t>& pairs);

// Searches at most so many nodes.
ChoiceSolution SolveChoice(const ChoiceProblem& problem, const ChoiceDemands& demands,
                           ChoiceAim aim, int most_nodes);

}  // namespace counterpoint::matching
