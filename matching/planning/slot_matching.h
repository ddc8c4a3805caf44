// One participant's meetings and the slots open to them: how many of them can
// be placed with the participant in one place at a time.
#pragma once

#include <cstddef>
#include <vector>

#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

// A maximum matching that grows by one slot at a time (augmenting paths; Kuhn
// 1955): all of the slots offered so far and the meetings that they can take.
class SlotMatching {
 public:
  // `domains` are the slots of each meeting.
  explicit SlotMatching(std::vector<SlotSet> domains);

  // Offers one more slot; true where one more meeting finds a place. The cost is
  // at most the sum of the sizes of the domains.
  bool Offer(int slot);
  int size() const { return size_; }

  // Meetings, by position in `domains`, that have fewer of the offered slots
  // between them than they are; empty where all are placed.
  std::vector<std::size_t> Crowded() const;

 private:
  static constexpr int kNone = -1;
  bool Augment(int slot, SlotSet& seen);

  std::vector<SlotSet> domains_;
  SlotSet offered_;
  std::vector<int> slot_of_;     // Of each meeting, or kNone.
  std::vector<int> meeting_in_;  // Each slot, or kNone.
  int size_ = 0;
};

}  // namespace counterpoint::matching
