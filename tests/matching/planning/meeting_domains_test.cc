#include "matching/planning/meeting_domains.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matching/planning/small_sessions.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(MeetingDomainsTest, NoSlotOfAScheduleIsLeftOut) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    for (const SessionProblem& problem : {RandomSession(seed), RandomSessionOfDays(seed)}) {
      const MeetingDomains domains = FindDomains(problem);
      ForEachSchedule(problem, [&](const Schedule& schedule) {
        EXPECT_TRUE(domains.dead_ends.empty()) << seed;
        for (std::size_t m = 0; m < schedule.slots.size(); ++m) {
          EXPECT_TRUE(domains.slots[m].contains(schedule.slots[m])) << seed;
        }
      });
    }
  }
}

TEST(MeetingDomainsTest, OrderLeavesRoomForTheWholeChain) {
  SessionProblem problem = OpenSession(6, 4);
  AddMeeting(problem, 0, 1);
  AddMeeting(problem, 2, 3).after = {0};
  AddMeeting(problem, 4, 5).after = {1};
  EXPECT_THAT(FindDomains(problem).slots,
              ElementsAre(SlotSet::Range(0, 2), SlotSet::Range(1, 3), SlotSet::Range(2, 4)));
}

TEST(MeetingDomainsTest, AFixedMeetingTakesItsSlotFromTheOthers) {
  SessionProblem problem = OpenSession(3, 2);
  AddMeeting(problem, 0, 1).fixed = 0;
  AddMeeting(problem, 0, 2);
  const MeetingDomains domains = FindDomains(problem);
  EXPECT_EQ(domains.slots[1], SlotSet::Of(1));
  EXPECT_EQ(domains.own[1], SlotSet::Range(0, 2));
}

TEST(MeetingDomainsTest, AMeetingWithoutSlotIsNamed) {
  SessionProblem problem = OpenSession(2, 3);
  problem.participants[0].available = SlotSet::Range(0, 1);
  problem.participants[1].available = SlotSet::Range(1, 3);
  AddMeeting(problem, 0, 1);
  const MeetingDomains domains = FindDomains(problem);
  ASSERT_THAT(domains.dead_ends, SizeIs(1));
  EXPECT_EQ(domains.dead_ends[0].kind, DeadEndKind::kNoSlotForMeeting);
  EXPECT_THAT(domains.dead_ends[0].meetings, ElementsAre(0));
}

TEST(MeetingDomainsTest, MeetingsThatCrowdAParticipantsDayAreNamed) {
  SessionProblem problem = OpenSession(5, 4);
  AddMeeting(problem, 0, 1);
  for (std::size_t other = 2; other < 5; ++other) {
    AddMeeting(problem, 0, other).window = SlotSet::Range(1, 3);
  }
  const MeetingDomains domains = FindDomains(problem);
  ASSERT_THAT(domains.dead_ends, SizeIs(1));
  EXPECT_EQ(domains.dead_ends[0].kind, DeadEndKind::kTooManyForParticipant);
  EXPECT_EQ(domains.dead_ends[0].participant, 0U);
  EXPECT_THAT(domains.dead_ends[0].meetings, ElementsAre(1, 2, 3));
  EXPECT_EQ(domains.dead_ends[0].slots, SlotSet::Range(1, 3));
}

TEST(MeetingDomainsTest, MeetingsThatCrowdTheTablesAreNamed) {
  SessionProblem problem = OpenSession(8, 3);
  problem.tables = {4, 1, 1};
  AddMeeting(problem, 6, 7);
  for (std::size_t p = 0; p < 6; p += 2) {
    AddMeeting(problem, p, p + 1).window = SlotSet::Range(1, 3);
  }
  const MeetingDomains domains = FindDomains(problem);
  ASSERT_THAT(domains.dead_ends, SizeIs(1));
  EXPECT_EQ(domains.dead_ends[0].kind, DeadEndKind::kTooFewTables);
  EXPECT_THAT(domains.dead_ends[0].meetings, ElementsAre(1, 2, 3));
  EXPECT_EQ(domains.dead_ends[0].slots, SlotSet::Range(1, 3));
}

TEST(MeetingDomainsTest, WhereALimitLeavesNothingItsMeetingsCannotBe) {
  SessionProblem problem = OpenSession(4, 3);
  AddMeeting(problem, 0, 1);
  AddMeeting(problem, 2, 3);
  problem.limits = {{.meetings = {1}, .most = {0, 1, 0}}};
  const MeetingDomains domains = FindDomains(problem);
  EXPECT_EQ(domains.own[0], SlotSet::Range(0, 3));
  EXPECT_EQ(domains.own[1], SlotSet::Of(1));
}

TEST(MeetingDomainsTest, MeetingsThatCrowdALimitAreNamed) {
  SessionProblem problem = OpenSession(8, 3);
  for (std::size_t p = 0; p < 8; p += 2) {
    AddMeeting(problem, p, p + 1).window = SlotSet::Range(1, 3);
  }
  problem.limits = {{.meetings = {0}, .most = {1, 1, 1}},
                    {.meetings = {0, 1, 3}, .most = {3, 1, 1}}};
  const MeetingDomains domains = FindDomains(problem);
  ASSERT_THAT(domains.dead_ends, SizeIs(1));
  EXPECT_EQ(domains.dead_ends[0].kind, DeadEndKind::kOverLimit);
  EXPECT_EQ(domains.dead_ends[0].limit, 1U);
  EXPECT_THAT(domains.dead_ends[0].meetings, ElementsAre(0, 1, 3));
  EXPECT_EQ(domains.dead_ends[0].slots, SlotSet::Range(1, 3));
}

}  // namespace
}  // namespace counterpoint::matching
