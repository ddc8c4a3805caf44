#include "matching/session/table_limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

#include "tests/matching/session/small_cases.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr FeatureSet kScreen = 1;
constexpr FeatureSet kLink = 2;

std::vector<std::size_t> AllPairs(const SessionCase& session) {
  std::vector<std::size_t> pairs(session.pairs.size());
  std::iota(pairs.begin(), pairs.end(), std::size_t{0});
  return pairs;
}

// Three tables, one with a screen; two pairs need one, and one does not.
SessionCase OneScreen() {
  SessionCase session = OpenCase(6, 2, 3);
  session.tables[1].features = kScreen;
  AddPair(session, 0, 1).features = kScreen;
  AddPair(session, 2, 3);
  AddPair(session, 4, 5).features = kScreen;
  return session;
}

TEST(TableLimitsTest, PairsThatNeedAScreenAreAtMostAsManyAsScreens) {
  const std::vector<MeetingLimit> limits = TableLimits(OneScreen(), {0, 1, 2});
  ASSERT_THAT(limits, SizeIs(1));
  EXPECT_THAT(limits[0].meetings, ElementsAre(0, 2));
  EXPECT_THAT(limits[0].most, ElementsAre(1, 1));
}

TEST(TableLimitsTest, WhatCannotBeReachedIsLeftOut) {
  EXPECT_THAT(TableLimits(OneScreen(), {0, 1}), IsEmpty());
}

TEST(TableLimitsTest, WhereEveryTableWillDoThereAreNone) {
  SessionCase session = OneScreen();
  for (SessionTable& table : session.tables) table.features = kScreen | kLink;
  EXPECT_THAT(TableLimits(session, {0, 1, 2}), IsEmpty());
}

TEST(TableLimitsTest, SlotsWithoutAScreenTakeNone) {
  SessionCase session = OneScreen();
  session.tables[1].open = SlotSet::Of(1);
  const std::vector<MeetingLimit> limits = TableLimits(session, {0, 1});
  ASSERT_THAT(limits, SizeIs(1));
  EXPECT_THAT(limits[0].meetings, ElementsAre(0));
  EXPECT_THAT(limits[0].most, ElementsAre(0, 1));
  EXPECT_EQ(OwnSlots(session)[0], SlotSet::Of(1));
  EXPECT_EQ(OwnSlots(session)[1], SlotSet::Range(0, 2));
}

TEST(TableLimitsTest, ThoseFixedAtATableShareIt) {
  SessionCase session = OpenCase(6, 1, 3);
  AddPair(session, 0, 1).fixed_table = 2;
  AddPair(session, 2, 3).fixed_table = 2;
  AddPair(session, 4, 5).fixed_table = 0;
  const std::vector<MeetingLimit> limits = TableLimits(session, {0, 1, 2});
  ASSERT_THAT(limits, SizeIs(1));
  EXPECT_THAT(limits[0].meetings, ElementsAre(0, 1));
}

TEST(TableLimitsTest, AFixedTableThatLacksAFeatureSuitsNobody) {
  SessionCase session = OneScreen();
  session.pairs[0].fixed_table = 0;
  EXPECT_THAT(OwnSlots(session)[0], SlotSet());
}

// Whether there is a table for each of these in the slot, by trying all.
bool CanBeSeated(const SessionCase& session, const std::vector<std::size_t>& pairs, int slot,
                 std::set<std::size_t> taken = {}) {
  if (taken.size() == pairs.size()) return true;
  for (std::size_t t = 0; t < session.tables.size(); ++t) {
    if (taken.contains(t) || !session.tables[t].open.contains(slot)) continue;
    if (!Suits(session, session.pairs[pairs[taken.size()]], t)) continue;
    std::set<std::size_t> more = taken;
    more.insert(t);
    if (CanBeSeated(session, pairs, slot, more)) return true;
  }
  return false;
}

TEST(TableLimitsTest, TheySayExactlyWhetherMeetingsOfASlotCanBeSeated) {
  int seated = 0;
  int not_seated = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    SessionCase session = OpenCase(10, 2, 1 + random() % 5);
    for (SessionTable& table : session.tables) {
      table.features = static_cast<FeatureSet>(random() % 8);
      if (random() % 4 == 0) table.open = SlotSet::Of(static_cast<int>(random() % 2));
    }
    for (std::size_t a = 0; a < 10; a += 2) {
      SessionPair& pair = AddPair(session, a, a + 1);
      if (random() % 2 == 0) pair.features = static_cast<FeatureSet>(random() % 8);
      if (random() % 4 == 0) pair.fixed_table = random() % session.tables.size();
    }
    const std::vector<MeetingLimit> limits = TableLimits(session, AllPairs(session));
    const std::vector<int> open = OpenTables(session);
    for (unsigned bits = 0; bits < 32; ++bits) {
      std::vector<std::size_t> here;
      for (std::size_t i = 0; i < 5; ++i) {
        if ((bits >> i & 1) != 0) here.push_back(i);
      }
      for (int slot = 0; slot < 2; ++slot) {
        const auto at = static_cast<std::size_t>(slot);
        bool keeps = static_cast<int>(here.size()) <= open[at];
        for (const MeetingLimit& limit : limits) {
          const auto in_it = std::count_if(here.begin(), here.end(), [&](std::size_t i) {
            return std::binary_search(limit.meetings.begin(), limit.meetings.end(), i);
          });
          keeps &= in_it <= limit.most[at];
        }
        const bool can_be = CanBeSeated(session, here, slot);
        ASSERT_EQ(keeps, can_be);
        ++(can_be ? seated : not_seated);
      }
    }
  }
  EXPECT_GT(seated, 1000);
  EXPECT_GT(not_seated, 1000);
}

}  // namespace
}  // namespace counterpoint::matching
