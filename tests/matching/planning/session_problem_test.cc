#include "matching/planning/session_problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

SessionProblem TwoMeetings() {
  SessionProblem problem;
  problem.tables = {1, 1};
  problem.participants.assign(3, {SlotSet::Range(0, 2)});
  problem.meetings.resize(2);
  problem.meetings[0].second = 1;
  problem.meetings[1].second = 2;
  for (Meeting& meeting : problem.meetings) meeting.window = SlotSet::Range(0, 2);
  return problem;
}

std::vector<std::string> Fields(const SessionProblem& problem) {
  std::vector<std::string> fields;
  for (const ProblemFault& fault : FindFaults(problem)) {
    EXPECT_FALSE(fault.message.empty());
    fields.push_back(fault.field);
  }
  return fields;
}

TEST(SessionProblemTest, AWellFormedProblemHasNoFaults) {
  EXPECT_THAT(Fields(TwoMeetings()), IsEmpty());
}

TEST(SessionProblemTest, EveryFaultIsNamed) {
  SessionProblem problem = TwoMeetings();
  problem.tables[1] = -1;
  problem.participants[2].available.Add(2);
  problem.meetings[0].second = 0;
  problem.meetings[0].after = {0, 7};
  problem.meetings[1].first = 3;
  problem.meetings[1].window.Add(200);
  problem.meetings[1].fixed = 2;
  problem.breaks.most_difference = -1;
  EXPECT_THAT(Fields(problem),
              ElementsAre("tables[1]", "participants[2].available", "meetings[0].second",
                          "meetings[0].after[0]", "meetings[0].after[1]", "meetings[1].first",
                          "meetings[1].window", "meetings[1].fixed", "breaks.most_difference"));
}

TEST(SessionProblemTest, NoSlotsAndTooManySlotsAreFaults) {
  SessionProblem problem;
  EXPECT_THAT(Fields(problem), ElementsAre("tables"));
  problem.tables.assign(SlotSet::kMost, 1);
  EXPECT_THAT(Fields(problem), IsEmpty());
  problem.tables.push_back(1);
  EXPECT_THAT(Fields(problem), ElementsAre("tables"));
}

TEST(SessionProblemTest, MeetingsInACircleAreFaults) {
  SessionProblem problem = TwoMeetings();
  problem.meetings[0].after = {1};
  EXPECT_THAT(Fields(problem), IsEmpty());
  problem.meetings[1].after = {0};
  EXPECT_THAT(Fields(problem), ElementsAre("meetings[0].after", "meetings[1].after"));
}

TEST(SessionProblemTest, FaultsOfDaysWishesAndLimitsAreNamed) {
  SessionProblem problem = TwoMeetings();
  problem.days = {0, 1};
  problem.participants[1].liked = SlotSet::Of(1);
  problem.limits = {{.meetings = {0, 1}, .most = {0, 1}}, {.meetings = {}, .most = {1, 1}}};
  EXPECT_THAT(Fields(problem), IsEmpty());
  problem.days = {1, 1, 0, 2};
  problem.participants[1].liked.Add(2);
  problem.limits[0] = {.meetings = {1, 1, 2}, .most = {0, -1, 1}};
  problem.limits[1].most.clear();
  EXPECT_THAT(Fields(problem),
              ElementsAre("days[0]", "days[1]", "days[2]", "days[3]", "participants[1].liked",
                          "limits[0].meetings[1]", "limits[0].meetings[2]", "limits[0].most",
                          "limits[0].most[1]", "limits[1].most"));
}

TEST(SessionProblemTest, WithoutDaysAllSlotsAreOne) {
  SessionProblem problem = TwoMeetings();
  EXPECT_EQ(DayStarts(problem), SlotSet::Of(0));
  problem.days = {0, 1};
  EXPECT_EQ(DayStarts(problem), SlotSet::Range(0, 2));
}

}  // namespace
}  // namespace counterpoint::matching
