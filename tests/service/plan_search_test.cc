// Repairs, questions what changes are worth, and operations that are ended early.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/plan_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::ResultOf;
using ::testing::SizeIs;

bool Has(const v1::SessionPlan& plan, const std::string& member) {
  const std::string name = "alliances/music/members/" + member;
  for (const auto& meeting : plan.meetings()) {
    if (meeting.pair().participant() == name || meeting.pair().partner() == name) return true;
  }
  return false;
}

TEST_F(PlanServiceTest, ARepairDropsMeetingsOfNoShowsAndKeepsTheRest) {
  CreateSpring();
  const v1::SessionPlan plan = MakePlan();
  ASSERT_THAT(plan.meetings(), SizeIs(4));
  const auto repaired =
      Ask<v1::RepairPlanRequest>("plan: '$/plans/1' no_shows: 'alliances/music/members/m3'");
  ASSERT_TRUE(repaired.ok()) << repaired.status.error_message();
  EXPECT_THAT(repaired->plan().meetings(), SizeIs(2));
  EXPECT_FALSE(Has(repaired->plan(), "m3"));
  EXPECT_THAT(repaired->difference().removed(), SizeIs(2));
  EXPECT_THAT(repaired->difference().moved(), IsEmpty());
  EXPECT_EQ(repaired->difference().unchanged(), 2);
  EXPECT_TRUE(repaired->proved());
  EXPECT_EQ(repaired->plan().name(), absl::StrCat(kSpring, "/plans/2"));
  EXPECT_EQ(repaired->plan().origin(), v1::SessionPlan::REPAIRED);
  EXPECT_EQ(repaired->plan().quality().proof(), v1::PlanQuality::PROOF_UNSPECIFIED);
  EXPECT_EQ(GetPlan(2)->SerializeAsString(), repaired->plan().SerializeAsString());
}

TEST_F(PlanServiceTest, ARepairMovesAsLittleAsItMust) {
  CreateSpring();
  MakeKnownPlan();
  const auto repaired = Ask<v1::RepairPlanRequest>(
      "plan: '$/plans/2' validate_only: true late_arrivals { participant: "
      "'alliances/music/members/m1' from_slot: '2027-03-03T09:00' }");
  ASSERT_TRUE(repaired.ok()) << repaired.status.error_message();
  EXPECT_THAT(repaired->plan().meetings(), SizeIs(4));
  EXPECT_THAT(repaired->difference().moved(), SizeIs(2));
  for (const auto& move : repaired->difference().moved()) {
    EXPECT_THAT(Line(move.to()), HasSubstr("m1 "));
    EXPECT_GE(move.to().slot(), "2027-03-03T09:00");
  }
  EXPECT_EQ(repaired->difference().unchanged(), 2);
  EXPECT_THAT(repaired->plan().name(), IsEmpty());
  EXPECT_THAT(Ask<v1::ListPlansRequest>("parent: '$'")->plans(), SizeIs(2));
  const auto still = Ask<v1::RepairPlanRequest>(
      "plan: '$/plans/2' validate_only: true most_moved: 1 late_arrivals { participant: "
      "'alliances/music/members/m1' from_slot: '2027-03-03T09:00' }");
  EXPECT_THAT(still->difference().moved(), SizeIs(1));
  ASSERT_THAT(still->plan().unplaced(), SizeIs(1));
  EXPECT_THAT(still->plan().unplaced(0).message(), HasSubstr("have no slot"));
}

TEST_F(PlanServiceTest, WhatIsOverStaysAsItWas) {
  CreateSpring();
  MakeKnownPlan();
  const auto repaired = Ask<v1::RepairPlanRequest>(
      "plan: '$/plans/2' no_shows: 'alliances/music/members/m1' first_open_slot: "
      "'2027-03-02T09:25'");
  ASSERT_TRUE(repaired.ok()) << repaired.status.error_message();
  ASSERT_THAT(repaired->difference().removed(), SizeIs(1));
  EXPECT_EQ(Line(repaired->difference().removed(0)), "m1 m4 2027-03-02T09:25 t1");
}

TEST_F(PlanServiceTest, ARunningSessionIsRepairedFromTheClockOn) {
  CreateSpring();
  MakeKnownPlan();
  ASSERT_TRUE(Ask<v1::PublishPlanRequest>("name: '$/plans/2'").ok());
  ASSERT_TRUE(SetState(v1::Session::RUNNING).ok());
  EXPECT_EQ(Begin().code(), grpc::StatusCode::FAILED_PRECONDITION);
  StopClock();
  const absl::Time now = absl::Now();
  absl::TimeZone shanghai;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Shanghai", &shanghai));
  Wait(absl::FromCivil(absl::CivilMinute(2027, 3, 2, 9, 10), shanghai) - now);
  const auto repaired =
      Ask<v1::RepairPlanRequest>("plan: '$/plans/2' no_shows: 'alliances/music/members/m1'");
  ASSERT_TRUE(repaired.ok()) << repaired.status.error_message();
  ASSERT_THAT(repaired->difference().removed(), SizeIs(1));
  EXPECT_EQ(repaired->difference().removed(0).slot(), "2027-03-02T09:25");
}

TEST_F(PlanServiceTest, ALongerMeetingTakesTheNextSlotOfTheTwoAndTheirTable) {
  CreateSpring();
  MakeKnownPlan();
  const auto repaired = Ask<v1::RepairPlanRequest>(absl::StrCat(
      "plan: '$/plans/2' longer_meetings { pair { ", PairText("m2", "m1"), " } more_slots: 1 }"));
  ASSERT_TRUE(repaired.ok()) << repaired.status.error_message();
  ASSERT_THAT(repaired->plan().meetings(), SizeIs(4));
  for (const auto& meeting : repaired->plan().meetings()) {
    if (meeting.slot() != "2027-03-02T09:25") continue;
    EXPECT_EQ(Line(meeting), "m3 m4 2027-03-02T09:25 t2");
  }
  EXPECT_THAT(repaired->plan().meetings(), Contains(ResultOf(Line, "m1 m2 2027-03-02T09:00 t1")));
  EXPECT_TRUE(repaired->proved());
}

TEST_F(PlanServiceTest, ALostTableAndSomebodyWhoHasLeftAreRepaired) {
  CreateSpring();
  MakePlan();
  ASSERT_TRUE(SessionServiceTest::Send<v1::DeleteParticipantRequest>(
                  absl::StrCat("name: '", kSpring, "/participants/m4'"))
                  .ok());
  EXPECT_THAT(GetPlan(1)->violations(), Not(IsEmpty()));
  const auto repaired = Ask<v1::RepairPlanRequest>("plan: '$/plans/1' lost_tables: 't1'");
  ASSERT_TRUE(repaired.ok()) << repaired.status.error_message();
  EXPECT_FALSE(Has(repaired->plan(), "m4"));
  EXPECT_THAT(repaired->plan().meetings(), SizeIs(2));
  for (const auto& meeting : repaired->plan().meetings()) EXPECT_EQ(meeting.table(), "t2");
  EXPECT_THAT(repaired->plan().violations(), IsEmpty());
}

TEST_F(PlanServiceTest, ARepairThatNamesWhatIsNotThereIsRefused) {
  CreateSpring();
  MakePlan();
  const auto repaired = Ask<v1::RepairPlanRequest>(
      absl::StrCat("plan: '$/plans/1' no_shows: 'alliances/music/members/m5' lost_tables: 't9' "
                   "late_arrivals { participant: 'alliances/music/members/m1' from_slot: 'noon' } "
                   "longer_meetings { pair { ",
                   PairText("m1", "m3"), " } more_slots: 1 }"));
  EXPECT_EQ(repaired.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(repaired.status), ElementsAre("no_shows[0]", "late_arrivals[0].from_slot",
                                                      "lost_tables[0]", "longer_meetings[0].pair"));
  EXPECT_EQ(Ask<v1::RepairPlanRequest>("plan: '$/plans/1' first_open_slot: 'x'").code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(PlanServiceTest, ChangesAreJudgedOneByOne) {
  // Four pairs, and two seats in each of four slots; m1 is there in one of them.
  CreateSpring();
  ASSERT_TRUE(SessionServiceTest::Send<v1::UpdateParticipantRequest>(
                  absl::StrCat("participant { name: '", kSpring,
                               "/participants/m1' unavailable_slots: '2027-03-02T09:25' "
                               "unavailable_slots: '2027-03-03T09:00' "
                               "unavailable_slots: '2027-03-03T09:25' }"))
                  .ok());
  const auto judged = Ask<v1::JudgeSessionChangesRequest>(
      "session: '$' changes { more_time { participant: 'alliances/music/members/m1' slots: "
      "'2027-03-02T09:25' } } changes { more_tables: 1 }");
  ASSERT_TRUE(judged.ok()) << judged.status.error_message();
  ASSERT_THAT(judged->changes(), SizeIs(2));
  EXPECT_EQ(judged->changes(0).meetings(), 1);
  EXPECT_EQ(judged->changes(0).message(),
            "星河游戏 being there on 2027-03-02 at 09:25 would place 1 more meeting.");
  EXPECT_EQ(judged->changes(1).meetings(), 0);
  EXPECT_EQ(judged->quality().meetings(), 3);
  const auto usual = Ask<v1::JudgeSessionChangesRequest>("session: '$' language: 'zh'");
  ASSERT_THAT(usual->changes(), SizeIs(3));
  EXPECT_EQ(usual->changes(0).change().more_tables(), 1);
  EXPECT_EQ(usual->changes(1).change().more_slots(), 1);
  EXPECT_THAT(usual->changes(2).message(), HasSubstr("星河游戏若在其 3 个不在场的时段在场"));
  const auto unknown = Ask<v1::JudgeSessionChangesRequest>(absl::StrCat(
      "session: '$' changes { leave_out { ", PairText("m1", "m6"), " } } changes { }"));
  EXPECT_THAT(BadFields(unknown.status), ElementsAre("changes[1]"));
}

TEST_F(PlanServiceTest, OfOneSessionOnePlanIsMadeAtATime) {
  CreateLarge();
  const auto first = Begin("effort: 100");
  ASSERT_TRUE(first.ok()) << first.status.error_message();
  const auto second = Begin();
  EXPECT_EQ(second.code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(second.status).resource_name(), first->name());
  EXPECT_EQ(Cancel(*first).state(), v1::Operation::CANCELLED);
  EXPECT_THAT(Ask<v1::ListPlansRequest>("parent: '$'")->plans(), IsEmpty());
  EXPECT_EQ(Get()->state(), v1::Session::DRAFT);
}

TEST_F(PlanServiceTest, ATimeLimitGivesTheBestPlanSoFarAndSaysSo) {
  CreateLarge();
  const v1::SessionPlan plan = MakePlan("effort: 100 time_limit { nanos: 300000000 }");
  EXPECT_TRUE(plan.quality().cut_short());
  EXPECT_NE(plan.quality().proof(), v1::PlanQuality::OPTIMAL);
  EXPECT_GT(plan.quality().meetings(), 200);
  for (const auto& violation : plan.violations()) {
    EXPECT_EQ(violation.kind(), v1::PlanViolation::UNFAIR_BREAKS) << violation.message();
  }
}

TEST_F(PlanServiceTest, ACallThatNobodyWaitsForEndsSoon) {
  CreateLarge();
  const auto stub = v1::PlanService::NewStub(channel_);
  v1::JudgeSessionChangesRequest request;
  request.set_session(kSpring);
  request.set_effort(100);
  // More than there are threads for it: where they did not end, the last would wait.
  for (int i = 0; i < 4; ++i) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(100)));
    v1::JudgeSessionChangesResponse response;
    EXPECT_EQ(stub->JudgeSessionChanges(&context, request, &response).error_code(),
              grpc::StatusCode::DEADLINE_EXCEEDED);
  }
  EXPECT_EQ(Ask<v1::RepairPlanRequest>("plan: '$/plans/1'").code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace counterpoint::service
