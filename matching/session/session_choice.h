// Which pairs of a session meet: what meeting_choice.h chooses, with what the
// session's slots say about pairs that cannot all meet.
//
// A choice knows numbers of meetings and no slots. Where the chosen pairs of a
// participant have fewer slots between them than they are, that is told to the
// choice as a limit on all of its pairs that have no other slots, and it is made
// again (a cutting plane; Hooker, Ottosson: logic-based Benders decomposition,
// Mathematical Programming 96, 2003). The limits hold for every plan, so nothing
// is lost by them.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/planning/meeting_choice.h"
#include "matching/planning/search_control.h"
#include "matching/planning/slot_set.h"
#include "matching/session/session_case.h"

namespace counterpoint::matching {

struct SessionChoice {
  std::vector<std::size_t> pairs;  // In order.
  // No plan of the session has more of the pairs that must meet and, by the
  // session's fairness, a better choice. False where pairs were left out.
  bool proved = false;
};

class PairChooser {
 public:
  // REQUIRES: `session` has no faults and outlives this.
  explicit PairChooser(const SessionCase& session);

  // From now on the pair is not chosen, must it meet or not.
  void LeaveOut(std::size_t pair);

  // Pairs that must meet and cannot all do so: as many as can, of those the ones
  // with the highest score.
  SessionChoice Choose(const SearchControl& control);

 private:
  MeetingChoice ChooseOnce();
  // False where the pairs keep all that is known of each participant's slots.
  bool AddLimits(const std::vector<std::size_t>& chosen);

  const SessionCase& session_;
  const std::vector<SlotSet> own_;
  ChoiceProblem problem_;
  std::vector<std::vector<std::size_t>> pairs_of_;  // Of each participant, that may meet.
  bool left_out_ = false;
};

}  // namespace counterpoint::matching
