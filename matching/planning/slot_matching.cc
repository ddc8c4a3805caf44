#include "matching/planning/slot_matching.h"

#include <utility>

namespace counterpoint::matching {

SlotMatching::SlotMatching(std::vector<SlotSet> domains)
    : domains_(std::move(domains)),
      slot_of_(domains_.size(), kNone),
      meeting_in_(SlotSet::kMost, kNone) {}

bool SlotMatching::Offer(int slot) {
  offered_.Add(slot);
  SlotSet seen;
  if (!Augment(slot, seen)) return false;
  ++size_;
  return true;
}

// Gives `slot` to a meeting that has none, or to one whose own slot can go on.
bool SlotMatching::Augment(int slot, SlotSet& seen) {
  seen.Add(slot);
  for (std::size_t i = 0; i < domains_.size(); ++i) {
    if (!domains_[i].contains(slot)) continue;
    const int freed = slot_of_[i];
    if (freed == slot) continue;
    if (freed != kNone && (seen.contains(freed) || !Augment(freed, seen))) continue;
    slot_of_[i] = slot;
    meeting_in_[static_cast<std::size_t>(slot)] = static_cast<int>(i);
    return true;
  }
  return false;
}

std::vector<std::size_t> SlotMatching::Crowded() const {
  // From a meeting without a slot along its slots to the meetings in them, and
  // so on: the slots reached are all taken, by meetings that are reached.
  std::vector<bool> reached(domains_.size(), false);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < domains_.size() && open.empty(); ++i) {
    if (slot_of_[i] == kNone) open.push_back(i);
  }
  while (!open.empty()) {
    const std::size_t i = open.back();
    open.pop_back();
    reached[i] = true;
    for (const int slot : domains_[i] & offered_) {
      const int other = meeting_in_[static_cast<std::size_t>(slot)];
      if (other != kNone && !reached[static_cast<std::size_t>(other)]) {
        reached[static_cast<std::size_t>(other)] = true;
        open.push_back(static_cast<std::size_t>(other));
      }
    }
  }
  std::vector<std::size_t> crowded;
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (reached[i]) crowded.push_back(i);
  }
  return crowded;
}

}  // namespace counterpoint::matching
