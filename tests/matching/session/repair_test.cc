#include "matching/session/repair.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "matching/session/table_assignment.h"
#include "tests/matching/session/random_case.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Meetings = std::vector<PlacedMeeting>;

RepairResult RepairOf(const SessionCase& session, const Meetings& published) {
  return Repair({.session = session, .published = published}, {}, {});
}

// Two hosts, 0 and 1, who each meet the four others in turn, at tables 0 and 1;
// pairs 0 to 3 are the first host's. One slot of five is left.
struct Forum {
  SessionCase session = OpenCase(6, 5, 2);
  Meetings published;

  Forum() {
    for (std::size_t host = 0; host < 2; ++host) {
      for (std::size_t guest = 0; guest < 4; ++guest) {
        AddPair(session, host, 2 + guest);
        published.push_back(
            {session.pairs.size() - 1, static_cast<int>((guest + 2 * host) % 4), host});
      }
    }
    std::sort(published.begin(), published.end(), [](const auto& a, const auto& b) {
      return std::pair(a.slot, a.table) < std::pair(b.slot, b.table);
    });
  }

  void Miss(std::size_t participant) {
    for (SessionPair& pair : session.pairs) {
      if (pair.candidate.first == participant || pair.candidate.second == participant) {
        pair.candidate.rule = PairRule::kMustNot;
      }
    }
  }
  void Delay(std::size_t participant, int slots) {
    session.participants[participant].available -= SlotSet::Range(0, slots);
  }
  Meetings PublishedBut(std::size_t pair) const {
    Meetings others = published;
    std::erase_if(others, [&](const PlacedMeeting& meeting) { return meeting.pair == pair; });
    return others;
  }
};

TEST(RepairTest, ChangesNothingWhereNothingHasHappened) {
  const Forum forum;
  const RepairResult result = RepairOf(forum.session, forum.published);
  EXPECT_EQ(result.meetings, forum.published);
  EXPECT_THAT(result.unplaced, IsEmpty());
  EXPECT_THAT(result.stand_bys, IsEmpty());
  EXPECT_TRUE(result.proved);
}

TEST(RepairTest, DropsTheMeetingsOfANoShowAndLeavesAllOthers) {
  Forum forum;
  forum.Miss(2);
  const RepairResult result = RepairOf(forum.session, forum.published);
  EXPECT_THAT(result.dropped, ElementsAre(0U, 4U));
  EXPECT_THAT(result.meetings, SizeIs(6));
  EXPECT_THAT(result.moved, IsEmpty());
  EXPECT_THAT(result.reseated, IsEmpty());
}

TEST(RepairTest, NamesTheBestStandByWhereASeatIsFree) {
  Forum forum;
  // 6 and 7 are free all day and would meet the first host, whose first meeting
  // is in slot 0.
  for (int i = 0; i < 2; ++i) forum.session.participants.push_back(forum.session.participants[0]);
  AddPair(forum.session, 0, 6, 0.4);
  AddPair(forum.session, 7, 0, 0.6);
  forum.Miss(2);
  const RepairResult result = RepairOf(forum.session, forum.published);
  EXPECT_THAT(result.stand_bys, ElementsAre(StandBy{9, 0, 0}));
}

TEST(RepairTest, AStandByHasNoMoreMeetingsThanItMay) {
  Forum forum;
  forum.session.participants.push_back(forum.session.participants[0]);
  AddPair(forum.session, 0, 6);
  forum.session.participants[6].quota.most = 0;
  forum.Miss(2);
  EXPECT_THAT(RepairOf(forum.session, forum.published).stand_bys, IsEmpty());
}

TEST(RepairTest, MovesOnlyWhatALateParticipantMisses) {
  Forum forum;
  forum.Delay(2, 1);
  const RepairResult result = RepairOf(forum.session, forum.published);
  EXPECT_THAT(result.moved, ElementsAre(0U));
  EXPECT_THAT(result.unplaced, IsEmpty());
  EXPECT_THAT(result.meetings, testing::Contains(testing::Field(&PlacedMeeting::slot, 4)));
}

TEST(RepairTest, WhatIsOverStaysWhateverTheRules) {
  Forum forum;
  forum.Miss(2);
  forum.session.tables[0].open = {};
  forum.session.participants[0].available = {};
  const RepairResult result = Repair(
      {.session = forum.session, .published = forum.published, .first_open_slot = 5}, {}, {});
  EXPECT_EQ(result.meetings, forum.published);
  EXPECT_THAT(result.dropped, IsEmpty());
}

TEST(RepairTest, PlacesNothingBeforeTheFirstOpenSlot) {
  Forum forum;
  forum.session.tables[0].open.Remove(2);
  const RepairResult result = Repair(
      {.session = forum.session, .published = forum.published, .first_open_slot = 2}, {}, {});
  for (const PlacedMeeting& meeting : result.meetings) {
    const bool was_there = std::count(forum.published.begin(), forum.published.end(), meeting) > 0;
    EXPECT_TRUE(was_there || meeting.slot >= 2);
  }
  EXPECT_THAT(result.moved, SizeIs(1));
}

// A meeting in slot 1 goes on in slot 2: what stands there gives way.
TEST(RepairTest, AMeetingThatTakesLongerDisplacesWhatFollowsIt) {
  Forum forum;
  const PlacedMeeting longer = forum.published[2];
  ASSERT_EQ(longer.slot, 1);
  const CandidatePair& pair = forum.session.pairs[longer.pair].candidate;
  for (const std::size_t p : {pair.first, pair.second}) {
    forum.session.participants[p].available.Remove(2);
  }
  forum.session.tables[longer.table].open.Remove(2);
  const RepairResult result = Repair(
      {.session = forum.session, .published = forum.published, .first_open_slot = 2}, {}, {});
  EXPECT_TRUE(result.proved);
  EXPECT_THAT(result.meetings, testing::Contains(longer));
  EXPECT_THAT(result.unplaced, IsEmpty());
  int in_slot = 0;
  for (const PlacedMeeting& meeting : result.meetings) {
    if (meeting.slot != 2) continue;
    ++in_slot;
    const CandidatePair& other = forum.session.pairs[meeting.pair].candidate;
    EXPECT_NE(meeting.table, longer.table);
    for (const std::size_t p : {pair.first, pair.second}) {
      EXPECT_TRUE(other.first != p && other.second != p);
    }
  }
  EXPECT_LE(in_slot, 1);
  // The first host's next meeting, and that of the guest with the other host.
  EXPECT_THAT(result.moved, SizeIs(testing::Le(2U)));
}

TEST(RepairTest, ReseatsWhereTheTableIsLostAndAnotherIsFree) {
  Forum forum;
  forum.session.tables.push_back(forum.session.tables[0]);
  forum.session.tables[0].open.Remove(1);
  const RepairResult result = RepairOf(forum.session, forum.published);
  EXPECT_THAT(result.moved, IsEmpty());
  EXPECT_THAT(result.reseated, ElementsAre(1U));
  EXPECT_THAT(result.meetings, testing::Contains(PlacedMeeting{1, 1, 2}));
}

TEST(RepairTest, MovesToASlotWhereTheOnlyScreenIsFree) {
  Forum forum;
  forum.session.tables[1].features = 1;
  forum.session.pairs[0].features = 1;
  // In slot 0 the screen is where the other host must be.
  forum.session.pairs[6].features = 1;
  forum.session.pairs[6].fixed_slot = 0;
  const RepairResult result = RepairOf(forum.session, forum.published);
  EXPECT_THAT(result.moved, ElementsAre(0U));
  EXPECT_THAT(result.meetings, testing::Contains(PlacedMeeting{0, 4, 1}));
}

TEST(RepairTest, MovesNoMoreThanItMay) {
  Forum forum;
  forum.Delay(2, 1);
  const RepairResult result =
      Repair({.session = forum.session, .published = forum.published, .most_moved = 0}, {}, {});
  EXPECT_THAT(result.moved, IsEmpty());
  ASSERT_THAT(result.unplaced, SizeIs(1));
  EXPECT_EQ(result.unplaced[0].pair, 0U);
  // 2 comes after slot 0, and in slots 1 to 3 one of the two is busy.
  EXPECT_EQ(result.unplaced[0].reason,
            (UnplacedReason{.second_away = 1, .first_busy = 3, .open = 1}));
}

TEST(RepairTest, PlacesWhatMustMeetBeforeWhatWasPublished) {
  SessionCase session = OpenCase(4, 1, 1);
  AddPair(session, 0, 1);
  AddPair(session, 2, 3).candidate.rule = PairRule::kMust;
  const RepairResult result = RepairOf(session, {{0, 0, 0}});
  EXPECT_THAT(result.added, ElementsAre(1U));
  ASSERT_THAT(result.unplaced, SizeIs(1));
  EXPECT_EQ(result.unplaced[0].pair, 0U);
  EXPECT_EQ(result.unplaced[0].reason, (UnplacedReason{.no_table = 1}));
}

TEST(RepairTest, FillsUpToTheLeastNumberWithTheBestPairs) {
  Forum forum;
  forum.session.participants.push_back(
      {.available = SlotSet::Range(0, 5), .quota = {.least = 2, .most = 4}});
  forum.session.tables.push_back(forum.session.tables[0]);
  for (const std::size_t other : {0U, 2U, 3U, 4U}) {
    AddPair(forum.session, other, 6, 0.1 * static_cast<double>(other));
  }
  RepairTask task{.session = forum.session, .published = forum.published};
  EXPECT_THAT(Repair(task, {}, {}).added, IsEmpty());
  task.fill = true;
  const RepairResult result = Repair(task, {}, {});
  EXPECT_THAT(result.added, ElementsAre(10U, 11U));
  EXPECT_THAT(result.moved, IsEmpty());
  EXPECT_THAT(result.unplaced, IsEmpty());
}

TEST(RepairTest, FillsBesideNobodysMost) {
  Forum forum;
  forum.session.participants.push_back(
      {.available = SlotSet::Range(0, 5), .quota = {.least = 1, .most = 4}});
  AddPair(forum.session, 2, 6, 0.9);
  AddPair(forum.session, 3, 6, 0.1);
  forum.session.participants[2].quota.most = 2;
  const RepairResult result =
      Repair({.session = forum.session, .published = forum.published, .fill = true}, {}, {});
  EXPECT_THAT(result.added, ElementsAre(9U));
}

TEST(RepairTest, FillsWithAnotherPairWhereTheBestFindsNoSlot) {
  Forum forum;
  forum.session.participants.push_back(
      {.available = SlotSet::Range(0, 5), .quota = {.least = 1, .most = 1}});
  // The best needs a slot in which 2 meets somebody whom it can meet only there.
  AddPair(forum.session, 2, 6, 0.9).window = SlotSet::Of(0);
  AddPair(forum.session, 3, 6, 0.1);
  forum.session.pairs[0].fixed_slot = 0;
  const RepairResult result =
      Repair({.session = forum.session, .published = forum.published, .fill = true}, {}, {});
  EXPECT_THAT(result.added, ElementsAre(9U));
  EXPECT_THAT(result.unplaced, IsEmpty());
}

TEST(RepairTest, ReplacesThePartnerWhoDoesNotCome) {
  Forum forum;
  forum.session.participants[2].quota.least = 2;
  forum.session.participants.push_back(
      {.available = SlotSet::Range(0, 5), .quota = {.least = 0, .most = 4}});
  AddPair(forum.session, 2, 6);
  forum.Miss(0);
  const RepairResult result =
      Repair({.session = forum.session, .published = forum.published, .fill = true}, {}, {});
  EXPECT_THAT(result.added, ElementsAre(8U));
}

TEST(RepairTest, RepeatsItself) {
  Forum forum;
  forum.Delay(2, 1);
  forum.Delay(3, 2);
  const RepairResult first = RepairOf(forum.session, forum.published);
  const RepairResult second = RepairOf(forum.session, forum.published);
  EXPECT_EQ(first.meetings, second.meetings);
  EXPECT_EQ(first.unplaced, second.unplaced);
}

TEST(RepairTest, StoppedItKeepsWhatCanStay) {
  Forum forum;
  forum.Delay(2, 1);
  const RepairResult result = Repair({.session = forum.session, .published = forum.published}, {},
                                     {.stop = [] { return true; }});
  EXPECT_FALSE(result.proved);
  EXPECT_EQ(result.meetings, forum.PublishedBut(0));
  EXPECT_THAT(result.unplaced, SizeIs(1));
}

}  // namespace
}  // namespace counterpoint::matching
