#include "matching/planning/slot_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;

std::vector<int> Listed(const SlotSet& slots) {
  std::vector<int> listed;
  for (const int slot : slots) listed.push_back(slot);
  return listed;
}

TEST(SlotSetTest, GoesThroughSlotsOfAllWordsInOrder) {
  SlotSet slots;
  for (const int slot : {255, 0, 64, 63, 128}) slots.Add(slot);
  EXPECT_THAT(Listed(slots), ElementsAre(0, 63, 64, 128, 255));
  EXPECT_EQ(slots.size(), 5);
  EXPECT_EQ(slots.first(), 0);
  EXPECT_EQ(slots.last(), 255);
}

TEST(SlotSetTest, OfNothingHasNoFirstAndNoLast) {
  EXPECT_TRUE(SlotSet().empty());
  EXPECT_EQ(SlotSet().first(), SlotSet::kMost);
  EXPECT_EQ(SlotSet().last(), -1);
  EXPECT_TRUE(Listed(SlotSet()).empty());
}

TEST(SlotSetTest, CombinesAsSetsDo) {
  std::mt19937 random(1);
  for (int round = 0; round < 100; ++round) {
    std::set<int> a, b;
    SlotSet slots_a, slots_b;
    for (int i = 0; i < 60; ++i) {
      const int in_a = static_cast<int>(random() % SlotSet::kMost);
      const int in_b = static_cast<int>(random() % SlotSet::kMost);
      a.insert(in_a);
      slots_a.Add(in_a);
      b.insert(in_b);
      slots_b.Add(in_b);
    }
    for (int slot = 0; slot < SlotSet::kMost; ++slot) {
      EXPECT_EQ((slots_a & slots_b).contains(slot), a.contains(slot) && b.contains(slot));
      EXPECT_EQ((slots_a | slots_b).contains(slot), a.contains(slot) || b.contains(slot));
      EXPECT_EQ((slots_a - slots_b).contains(slot), a.contains(slot) && !b.contains(slot));
    }
  }
}

}  // namespace
}  // namespace counterpoint::matching
