#include "matching/planning/day_split.h"

#include <gtest/gtest.h>

#include <random>

namespace counterpoint::matching {
namespace {

SlotSet RandomSlots(std::mt19937_64& random, int slots, unsigned one_in) {
  SlotSet set;
  for (int slot = 0; slot < slots; ++slot) {
    if (random() % one_in == 0) set.Add(slot);
  }
  return set;
}

// Slot by slot what DaySplit does with whole words.
template <int kWords, bool kMaySplit = true>
void ExpectAsSlotBySlot(const SlotSet& starts, int slots, const SlotSet& busy) {
  const DaySplit<kWords, kMaySplit> split(starts, slots);
  const DayMask<kWords> mask(busy);
  const DayMask<kWords> edges = split.Edges(mask);
  const DayMask<kWords> beside = split.Beside(mask);
  int breaks = 0;
  int last = -1;
  for (int slot = 0; slot < slots; ++slot) {
    if (starts.contains(slot)) last = -1;
    const bool is = busy.contains(slot);
    const bool before = slot > 0 && !starts.contains(slot) && busy.contains(slot - 1);
    const bool after = slot + 1 < slots && !starts.contains(slot + 1) && busy.contains(slot + 1);
    EXPECT_EQ(edges.contains(slot), is && (!before || !after)) << slot;
    EXPECT_EQ(beside.contains(slot), !is && (before || after)) << slot;
    if (!is) continue;
    if (last >= 0 && last + 1 < slot) ++breaks;
    last = slot;
  }
  EXPECT_EQ(split.Breaks(mask), breaks);
}

TEST(DaySplitTest, CountsAsSlotBySlotDoes) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 400; ++round) {
    SCOPED_TRACE(round);
    const int slots = 1 + static_cast<int>(random() % 64);
    const SlotSet starts = SlotSet::Of(0) | RandomSlots(random, slots, 2 + round % 30);
    ExpectAsSlotBySlot<1>(starts, slots, RandomSlots(random, slots, 2 + round % 4));
  }
}

TEST(DaySplitTest, DaysMayCrossWords) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 400; ++round) {
    SCOPED_TRACE(round);
    const int slots = 65 + static_cast<int>(random() % (SlotSet::kMost - 64));
    const SlotSet starts = SlotSet::Of(0) | RandomSlots(random, slots, 2 + round % 150);
    ExpectAsSlotBySlot<SlotSet::kMost / 64>(starts, slots,
                                            RandomSlots(random, slots, 2 + round % 4));
  }
}

TEST(DaySplitTest, OneDayHasNoEndWithinIt) {
  std::mt19937_64 random(3);
  for (const int slots : {1, 63, 64}) {
    ExpectAsSlotBySlot<1, false>(SlotSet::Of(0), slots, RandomSlots(random, slots, 2));
    ExpectAsSlotBySlot<1, false>(SlotSet::Of(0), slots, SlotSet());
    ExpectAsSlotBySlot<1, false>(SlotSet::Of(0), slots, SlotSet::Range(0, slots));
  }
}

}  // namespace
}  // namespace counterpoint::matching
