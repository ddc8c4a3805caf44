// Where the days of a session begin and end, as local search asks for it.
#pragma once

#include "matching/planning/day_mask.h"
#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

// Breaks and runs of slots, a run being slots of one day with nothing between
// them. A session of one day pays nothing for those of several.
template <int kWords>
class DaySplit {
 public:
  using Mask = DayMask<kWords>;

  // `starts` holds the first slot of each day, slot 0 among them.
  DaySplit(const SlotSet& starts, int slots) : several_(starts.size() > 1), starts_(starts) {
    SlotSet lasts = SlotSet::Of(slots - 1);
    for (const int start : starts) {
      if (start > 0) lasts.Add(start - 1);
    }
    lasts_ = Mask(lasts);
    others_ = Mask(SlotSet::Range(0, slots) - lasts);
  }

  int Breaks(const Mask& slots) const {
    const int runs = Begins(slots).size();
    if (several_) return runs - DaysOf(slots);
    return runs > 1 ? runs - 1 : 0;
  }
  // The first and the last slot of each run.
  Mask Edges(const Mask& slots) const {
    return Begins(slots) | (slots - (several_ ? slots.Earlier() - lasts_ : slots.Earlier()));
  }
  // Slots right beside a run, on its day.
  Mask Beside(const Mask& slots) const {
    if (!several_) return (slots.Later() | slots.Earlier()) - slots;
    return ((slots.Later() - starts_) | (slots.Earlier() - lasts_)) - slots;
  }

 private:
  Mask Begins(const Mask& slots) const {
    return slots - (several_ ? slots.Later() - starts_ : slots.Later());
  }
  // Days with a slot of the mask. Adding all slots of a day but the last to those
  // of the mask carries into the last where there are any, and never beyond it.
  int DaysOf(const Mask& slots) const {
    return (((slots - lasts_).Plus(others_) | slots) & lasts_).size();
  }

  bool several_;
  Mask starts_;
  Mask lasts_;   // The last slot of each day.
  Mask others_;  // All slots but these.
};

}  // namespace counterpoint::matching
