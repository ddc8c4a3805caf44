// Where the days of a session begin and end, as local search asks for it.
#pragma once

#include "matching/planning/day_mask.h"
#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

// Breaks and runs of slots, a run being slots of one day with nothing between
// them. Where there is known to be one day, the code for several is not there.
template <int kWords, bool kMaySplit>
class DaySplit {
 public:
  using Mask = DayMask<kWords>;

  // `starts` holds the first slot of each day, slot 0 among them, and alone unless
  // kMaySplit.
  DaySplit(const SlotSet& starts, int slots) : starts_(starts) {
    SlotSet lasts = SlotSet::Of(slots - 1);
    for (const int start : starts) {
      if (start > 0) lasts.Add(start - 1);
    }
    lasts_ = Mask(lasts);
    others_ = Mask(SlotSet::Range(0, slots) - lasts);
  }

  int Breaks(const Mask& slots) const {
    const int runs = Begins(slots).size();
    if constexpr (kMaySplit) return runs - DaysOf(slots);
    return runs > 1 ? runs - 1 : 0;
  }
  // The first and the last slot of each run.
  Mask Edges(const Mask& slots) const { return Begins(slots) | (slots - Earlier(slots)); }
  // Slots right beside a run, on its day.
  Mask Beside(const Mask& slots) const { return (Later(slots) | Earlier(slots)) - slots; }

 private:
  // Every slot one later, or one earlier, on its day.
  Mask Later(const Mask& slots) const {
    return kMaySplit ? slots.Later() - starts_ : slots.Later();
  }
  Mask Earlier(const Mask& slots) const {
    return kMaySplit ? slots.Earlier() - lasts_ : slots.Earlier();
  }
  Mask Begins(const Mask& slots) const { return slots - Later(slots); }
  // Days with a slot of the mask. Adding all slots of a day but the last to those
  // of the mask carries into the last where there are any, and never beyond it.
  int DaysOf(const Mask& slots) const {
    return (((slots - lasts_).Plus(others_) | slots) & lasts_).size();
  }

  Mask starts_;
  Mask lasts_;   // The last slot of each day.
  Mask others_;  // All slots but these.
};

}  // namespace counterpoint::matching
