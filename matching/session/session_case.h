// A session as its staff see it: who comes, who could meet whom, when and where.
// What is planned from it are a choice of pairs, a slot for each and a table for
// each (session_plan.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "matching/planning/meeting_choice.h"
#include "matching/planning/session_problem.h"
#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

// Features of tables (a screen, a remote link) by number; at most 32 kinds.
using FeatureSet = std::uint32_t;

struct SessionTable {
  FeatureSet features = 0;
  SlotSet open;  // Slots in which it can be used.
};

struct SessionParticipant {
  SlotSet available;
  SlotSet liked{};     // As Participant::liked.
  MeetingQuota quota;  // Meetings that it should have at least, and may have.
};

// Two participants that may meet, once.
struct SessionPair {
  CandidatePair candidate;
  FeatureSet features = 0;  // That the table must have.
  SlotSet window;           // Slots that the two agree to.
  std::optional<int> fixed_slot{};
  std::optional<std::size_t> fixed_table{};
  // Pairs, by position, that meet earlier, if both meet at all.
  std::vector<std::size_t> after{};
};

struct SessionCase {
  int slots = 0;            // 1 to SlotSet::kMost.
  std::vector<int> days{};  // As SessionProblem::days.
  std::vector<SessionTable> tables;
  std::vector<SessionParticipant> participants;
  std::vector<SessionPair> pairs;  // Each two participants at most once.
  BreakRule breaks;
  ChoiceFairness fairness = ChoiceFairness::kBestTotal;
};

}  // namespace counterpoint::matching
