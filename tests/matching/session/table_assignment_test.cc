#include "matching/session/table_assignment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <tuple>

#include "tests/matching/session/random_case.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Meetings = std::vector<PlacedMeeting>;

bool Fits(const SessionCase& session, const PlacedMeeting& meeting) {
  const SessionPair& pair = session.pairs[meeting.pair];
  const SessionTable& table = session.tables[meeting.table];
  return table.open.contains(meeting.slot) && (pair.features & ~table.features) == 0 &&
         pair.fixed_table.value_or(meeting.table) == meeting.table;
}

bool AllRight(const SessionCase& session, const Meetings& meetings) {
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    if (meetings[i].table == kNoTable || !Fits(session, meetings[i])) return false;
    for (std::size_t j = 0; j < i; ++j) {
      if (meetings[i].slot == meetings[j].slot && meetings[i].table == meetings[j].table) {
        return false;
      }
    }
  }
  return true;
}

// Calls with the meetings of each choice of tables, right ones or none, for the
// meetings of `slot`, the others as they are.
void ForEachSeating(const SessionCase& session, const Meetings& meetings, int slot,
                    const std::function<void(const Meetings&)>& call) {
  Meetings now = meetings;
  const std::function<void(std::size_t, std::vector<bool>&)> seat = [&](std::size_t i,
                                                                        std::vector<bool>& taken) {
    while (i < now.size() && now[i].slot != slot) ++i;
    if (i == now.size()) return call(now);
    now[i].table = kNoTable;
    seat(i + 1, taken);
    for (std::size_t t = 0; t < taken.size(); ++t) {
      now[i].table = t;
      if (taken[t] || !Fits(session, now[i])) continue;
      taken[t] = true;
      seat(i + 1, taken);
      taken[t] = false;
    }
    now[i].table = meetings[i].table;
  };
  std::vector<bool> taken(session.tables.size(), false);
  seat(0, taken);
}

// Of the meetings of `slot`: with a table, of these that must meet, and at the
// table where they start.
std::tuple<int, int, int> Seated(const SessionCase& session, const Meetings& start,
                                 const Meetings& meetings, int slot) {
  std::tuple<int, int, int> seated;
  for (const PlacedMeeting& meeting : meetings) {
    if (meeting.slot != slot || meeting.table == kNoTable) continue;
    ++std::get<0>(seated);
    if (session.pairs[meeting.pair].candidate.rule == PairRule::kMust) ++std::get<1>(seated);
    if (std::count(start.begin(), start.end(), meeting) > 0) ++std::get<2>(seated);
  }
  return seated;
}

TEST(TableAssignmentTest, CountsChangesOfParticipantsWithinADay) {
  SessionCase session = OpenCase(4, 4, 2);
  for (const auto& [a, b] : {std::pair{0, 1}, {0, 2}, {0, 3}, {1, 2}}) {
    AddPair(session, static_cast<std::size_t>(a), static_cast<std::size_t>(b));
  }
  const Meetings meetings = {{0, 0, 0}, {1, 1, 1}, {2, 3, 0}, {3, 2, 1}};
  // 0 goes 0, 1, 0; 1 goes 0, 1; 2 stays at 1.
  EXPECT_EQ(TableChanges(session, meetings), 3);
  session.days = {0, 2};
  EXPECT_EQ(TableChanges(session, meetings), 1);
}

TEST(TableAssignmentTest, PassesOverMeetingsWithoutATable) {
  SessionCase session = OpenCase(4, 3, 2);
  for (const std::size_t other : {1U, 2U, 3U}) AddPair(session, 0, other);
  EXPECT_EQ(TableChanges(session, {{0, 0, 1}, {1, 1, kNoTable}, {2, 2, 1}}), 0);
  EXPECT_EQ(TableChanges(session, {{0, 0, 1}, {1, 1, kNoTable}, {2, 2, 0}}), 1);
}

TEST(TableAssignmentTest, LeavesAHostAtOneTable) {
  SessionCase session = OpenCase(8, 3, 2);
  Meetings meetings;
  for (const std::size_t host : {0U, 1U}) {
    for (std::size_t guest = 2; guest < 5; ++guest) {
      AddPair(session, host, guest + 3 * host);
      meetings.push_back({meetings.size(), static_cast<int>(guest) - 2, kNoTable});
    }
  }
  const Meetings seated = AssignTables(session, meetings);
  EXPECT_TRUE(AllRight(session, seated));
  EXPECT_THAT(seated, SizeIs(6));
  EXPECT_EQ(TableChanges(session, seated), 0);
}

TEST(TableAssignmentTest, StaysWhereNothingIsGainedByLeaving) {
  SessionCase session = OpenCase(4, 2, 4);
  AddPair(session, 0, 1);
  AddPair(session, 2, 3);
  const Meetings start = {{0, 0, 3}, {1, 1, 2}};
  EXPECT_EQ(AssignTables(session, start), start);
}

TEST(TableAssignmentTest, LeavesItsTableForFewerChangesUnlessToldToKeepIt) {
  SessionCase session = OpenCase(4, 3, 2);
  for (const std::size_t other : {1U, 2U, 3U}) AddPair(session, 0, other);
  const Meetings start = {{0, 0, 1}, {1, 1, 0}, {2, 2, 1}};
  EXPECT_THAT(AssignTables(session, start),
              ElementsAre(PlacedMeeting{0, 0, 1}, PlacedMeeting{1, 1, 1}, PlacedMeeting{2, 2, 1}));
  EXPECT_EQ(AssignTables(session, start, TableAim::kKeepTables), start);
}

TEST(TableAssignmentTest, GivesTheOnlyScreenToWhoNeedsIt) {
  SessionCase session = OpenCase(4, 1, 2);
  session.tables[1].features = 0b11;
  AddPair(session, 0, 1);
  AddPair(session, 2, 3).features = 0b01;
  EXPECT_THAT(AssignTables(session, {{0, 0, 1}, {1, 0, kNoTable}}, TableAim::kKeepTables),
              ElementsAre(PlacedMeeting{0, 0, 0}, PlacedMeeting{1, 0, 1}));
}

TEST(TableAssignmentTest, SeatsThoseFirstThatMustMeet) {
  SessionCase session = OpenCase(4, 1, 1);
  AddPair(session, 0, 1);
  AddPair(session, 2, 3).candidate.rule = PairRule::kMust;
  EXPECT_THAT(AssignTables(session, {{0, 0, 0}, {1, 0, kNoTable}}),
              ElementsAre(PlacedMeeting{1, 0, 0}));
}

TEST(TableAssignmentTest, LeavesOutMeetingsInSlotsWithoutTables) {
  SessionCase session = OpenCase(2, 2, 1);
  session.tables[0].open.Remove(1);
  AddPair(session, 0, 1);
  EXPECT_THAT(AssignTables(session, {{0, 1, 0}}), IsEmpty());
}

// Whole mornings are at other tables than whole afternoons: slot by slot, nobody
// gains alone, as the neighbours on the other side lose.
TEST(TableAssignmentTest, ExchangesTablesOfAWholeAfternoon) {
  SessionCase session = OpenCase(12, 4, 2);
  Meetings meetings;
  for (const std::size_t host : {0U, 1U}) {
    for (std::size_t slot = 0; slot < 4; ++slot) {
      AddPair(session, host, 2 + slot + 4 * host);
      meetings.push_back({meetings.size(), static_cast<int>(slot), slot < 2 ? host : 1 - host});
    }
  }
  EXPECT_EQ(TableChanges(session, meetings), 2);
  EXPECT_EQ(TableChanges(session, AssignTables(session, meetings)), 0);
}

TEST(TableAssignmentTest, SeatsAsManyAsCanBeAndRightly) {
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE(seed);
    SmallRandom random(seed);
    const SessionCase session = RandomCase(random);
    const Meetings start = RandomMeetings(session, random);
    const Meetings seated = AssignTables(session, start);
    const Meetings keeping = AssignTables(session, start, TableAim::kKeepTables);
    ASSERT_TRUE(AllRight(session, seated));
    ASSERT_TRUE(AllRight(session, keeping));
    for (int slot = 0; slot < session.slots; ++slot) {
      std::tuple<int, int, int> most;
      ForEachSeating(session, start, slot, [&](const Meetings& meetings) {
        most = std::max(most, Seated(session, start, meetings, slot));
      });
      const auto got = Seated(session, start, seated, slot);
      EXPECT_EQ(std::get<0>(got), std::get<0>(most));
      EXPECT_EQ(std::get<1>(got), std::get<1>(most));
      EXPECT_EQ(Seated(session, start, keeping, slot), most);
    }
  }
}

TEST(TableAssignmentTest, NoSlotAloneHasFewerChanges) {
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE(seed);
    SmallRandom random(seed);
    const SessionCase session = RandomCase(random);
    const Meetings seated = AssignTables(session, RandomMeetings(session, random));
    const int changes = TableChanges(session, seated);
    for (int slot = 0; slot < session.slots; ++slot) {
      ForEachSeating(session, seated, slot, [&](const Meetings& meetings) {
        for (const PlacedMeeting& meeting : meetings) {
          if (meeting.table == kNoTable) return;
        }
        EXPECT_GE(TableChanges(session, meetings), changes);
      });
    }
  }
}

TEST(TableAssignmentTest, IsNeverWorseThanTheStart) {
  int right = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE(seed);
    SmallRandom random(seed);
    const SessionCase session = RandomCase(random);
    const Meetings start = RandomMeetings(session, random);
    if (start.empty() || !AllRight(session, start)) continue;
    ++right;
    EXPECT_LE(TableChanges(session, AssignTables(session, start)), TableChanges(session, start));
  }
  EXPECT_GT(right, 50);
}

TEST(TableAssignmentTest, TheOrderOfMeetingsMakesNoDifference) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    SmallRandom random(seed);
    const SessionCase session = RandomCase(random);
    const Meetings start = RandomMeetings(session, random);
    const Meetings reversed(start.rbegin(), start.rend());
    EXPECT_EQ(AssignTables(session, start), AssignTables(session, reversed));
  }
}

}  // namespace
}  // namespace counterpoint::matching
