#include <algorithm>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/service/plan_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// m1 meets m2 first, then m4; m3 meets m2 second.
constexpr char kGiven[] = R"pb(
  pairing {
    source: AS_GIVEN
    requested_pairs {
      participant: "alliances/music/members/m1"
      partner: "alliances/music/members/m2"
    }
    requested_pairs {
      participant: "alliances/music/members/m1"
      partner: "alliances/music/members/m4"
    }
    requested_pairs {
      participant: "alliances/music/members/m3"
      partner: "alliances/music/members/m2"
    }
  }
)pb";

std::vector<std::string> Lines(const v1::SessionPlan& plan) {
  std::vector<std::string> lines;
  for (const auto& meeting : plan.meetings()) lines.push_back(Line(meeting));
  return lines;
}

// What equal requests have in common.
v1::SessionPlan WithoutMoment(v1::SessionPlan plan) {
  plan.clear_name();
  plan.clear_create_time();
  plan.clear_score_revision();
  return plan;
}

TEST_F(PlanServiceTest, APlanBringsThoseTogetherWhoMatch) {
  CreateSpring();
  EXPECT_EQ(Get()->state(), v1::Session::DRAFT);
  const auto begun = Begin();
  ASSERT_TRUE(begun.ok()) << begun.status.error_message();
  EXPECT_EQ(begun->method(), "PlanSession");
  EXPECT_EQ(begun->target(), kSpring);
  const v1::Operation ended = Await(*begun);
  EXPECT_EQ(ended.state(), v1::Operation::SUCCEEDED) << ended.DebugString();
  EXPECT_EQ(ended.result(), absl::StrCat(kSpring, "/plans/1"));
  EXPECT_EQ(Get()->state(), v1::Session::PLANNED);

  const auto plan = GetPlan(1);
  ASSERT_TRUE(plan.ok()) << plan.status.error_message();
  EXPECT_EQ(plan->origin(), v1::SessionPlan::PLANNED);
  EXPECT_EQ(plan->quality().proof(), v1::PlanQuality::OPTIMAL);
  // Each game studio (m1, m3) meets each composer (m2, m4).
  EXPECT_THAT(plan->meetings(), SizeIs(4));
  EXPECT_THAT(plan->violations(), IsEmpty());
  EXPECT_THAT(plan->conflict(), IsEmpty());
  EXPECT_THAT(plan->loads(), SizeIs(4));
  double score = 0;
  for (const auto& meeting : plan->meetings()) {
    EXPECT_GT(meeting.score(), 0);
    score += meeting.score();
  }
  EXPECT_NEAR(plan->quality().score(), score, 1e-9);
}

TEST_F(PlanServiceTest, ThoseInConflictDoNotMeetAndThoseWhoDeclinedMay) {
  CreateSpring();
  const auto record = [&](const char* kind, const char* partner) {
    const auto recorded = ServiceTest::Send<v1::BatchRecordInteractionsRequest>(absl::StrCat(
        "parent: 'alliances/music' interactions { name: 'alliances/music/interactions/m1-", partner,
        "' member: 'alliances/music/members/m1' partner: 'alliances/music/members/", partner, "' ",
        kind, " }"));
    ASSERT_TRUE(recorded.ok()) << recorded.status.error_message();
  };
  record("kind: CONFLICT", "m2");
  record("kind: DECLINED decline_reason: TOO_EARLY", "m4");
  std::vector<std::string> pairs;
  const v1::SessionPlan plan = MakePlan();
  for (const auto& meeting : plan.meetings()) {
    const auto [one, other] = std::minmax(meeting.pair().participant(), meeting.pair().partner());
    pairs.push_back(absl::StrCat(one.substr(one.size() - 2), other.substr(other.size() - 2)));
  }
  EXPECT_THAT(pairs, testing::UnorderedElementsAre("m1m4", "m2m3", "m3m4"));
}

TEST_F(PlanServiceTest, ScoresAreThoseOfLists) {
  StopClock();
  CreateSpring();
  const v1::SessionPlan plan = MakePlan();
  const auto list = SessionServiceTest::Send<v1::RecommendPartnersRequest>(
      "member: 'alliances/music/members/m1' page_size: 100 floor: 0");
  ASSERT_TRUE(list.ok());
  int compared = 0;
  for (const auto& meeting : plan.meetings()) {
    for (const auto& match : list->matches()) {
      if (meeting.pair().participant() != "alliances/music/members/m1" ||
          meeting.pair().partner() != match.partner().name()) {
        continue;
      }
      EXPECT_DOUBLE_EQ(meeting.score(), match.score());
      ++compared;
    }
  }
  EXPECT_EQ(compared, 2);
}

TEST_F(PlanServiceTest, EqualRequestsGiveEqualPlans) {
  StopClock();
  CreateSpring("pairing { least_meetings: 1 }");
  MakePlan();  // Makes the draft a planned session, which gives it another etag.
  const v1::SessionPlan one = WithoutMoment(MakePlan("seed: 3"));
  const v1::SessionPlan other = WithoutMoment(MakePlan("seed: 3"));
  EXPECT_EQ(one.SerializeAsString(), other.SerializeAsString());
}

TEST_F(PlanServiceTest, WhatCannotBePlannedIsRefused) {
  EXPECT_EQ(Begin().code(), grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(Create("spring").ok());
  EXPECT_EQ(Begin().code(), grpc::StatusCode::FAILED_PRECONDITION);
  const auto bad = Begin("seed: -1 effort: 1000 language: 'de' time_limit { seconds: 4000 }");
  EXPECT_EQ(bad.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(bad.status), ElementsAre("seed", "effort", "time_limit", "language"));
}

TEST_F(PlanServiceTest, RepeatedRequestGetsItsOperationWhateverHasBecomeOfTheSession) {
  CreateSpring(kGiven);
  const auto first = Begin("request_id: 'r'");
  ASSERT_TRUE(first.ok());
  Await(*first);
  for (const char* member : {"m1", "m2", "m3", "m4"}) {
    ASSERT_TRUE(SessionServiceTest::Send<v1::DeleteParticipantRequest>(
                    absl::StrCat("name: '", kSpring, "/participants/", member, "'"))
                    .ok());
  }
  ASSERT_EQ(Begin().code(), grpc::StatusCode::FAILED_PRECONDITION);
  const auto repeated = Begin("request_id: 'r'");
  ASSERT_TRUE(repeated.ok()) << repeated.status.error_message();
  EXPECT_EQ(repeated->name(), first->name());
  EXPECT_EQ(repeated->state(), v1::Operation::SUCCEEDED);
  EXPECT_EQ(Begin("request_id: 'r' seed: 2").code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(PlanServiceTest, RepeatedChangesGetTheFirstAnswerAndChangeNothingAgain) {
  CreateSpring(kGiven);
  MakePlan();
  const auto repair = [&](const std::string& fields) {
    return Ask<v1::RepairPlanRequest>(absl::StrCat("plan: '$/plans/1' request_id: 'r' ", fields));
  };
  const auto repaired = repair("no_shows: 'alliances/music/members/m3'");
  ASSERT_TRUE(repaired.ok()) << repaired.status.error_message();
  EXPECT_EQ(repaired->plan().name(), absl::StrCat(kSpring, "/plans/2"));
  EXPECT_EQ(repair("no_shows: 'alliances/music/members/m3'")->SerializeAsString(),
            repaired->SerializeAsString());
  EXPECT_EQ(repair("no_shows: 'alliances/music/members/m4'").code(),
            grpc::StatusCode::INVALID_ARGUMENT);

  const std::string edit = absl::StrCat("plan: '$/plans/2' request_id: 'e' edits { remove { ",
                                        PairText("m1", "m2"), " } }");
  const auto edited = Ask<v1::EditPlanRequest>(edit);
  ASSERT_TRUE(edited.ok()) << edited.status.error_message();
  EXPECT_EQ(edited->name(), absl::StrCat(kSpring, "/plans/3"));
  EXPECT_EQ(Ask<v1::EditPlanRequest>(edit)->SerializeAsString(), edited->SerializeAsString());
  EXPECT_THAT(Ask<v1::ListPlansRequest>("parent: '$'")->plans(), SizeIs(3));

  const std::string publish =
      absl::StrCat("name: '$/plans/1' request_id: 'p' session_etag: '", Get()->etag(), "'");
  const auto published = Ask<v1::PublishPlanRequest>(publish);
  ASSERT_TRUE(published.ok()) << published.status.error_message();
  EXPECT_EQ(Ask<v1::PublishPlanRequest>(publish)->SerializeAsString(),
            published->SerializeAsString());
  EXPECT_EQ(Get()->etag(), published->etag());

  ASSERT_TRUE(Ask<v1::DeletePlanRequest>("name: '$/plans/3' request_id: 'd'").ok());
  EXPECT_TRUE(Ask<v1::DeletePlanRequest>("name: '$/plans/3' request_id: 'd'").ok());
  EXPECT_EQ(Ask<v1::DeletePlanRequest>("name: '$/plans/3'").code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Ask<v1::EditPlanRequest>(edit).code(), grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(Ask<v1::DeletePlanRequest>("name: '$/plans/2'").ok());
  EXPECT_EQ(repair("no_shows: 'alliances/music/members/m3'").code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(PlanServiceTest, NumbersOfDeletedPlansAreNotUsedAgain) {
  CreateSpring(kGiven);
  MakePlan();
  MakePlan();
  ASSERT_TRUE(Ask<v1::DeletePlanRequest>("name: '$/plans/2'").ok());
  EXPECT_EQ(GetPlan(2).code(), grpc::StatusCode::NOT_FOUND);
  Restart();
  EXPECT_EQ(MakePlan().name(), absl::StrCat(kSpring, "/plans/3"));
  const auto listed = Ask<v1::ListPlansRequest>("parent: '$'");
  ASSERT_THAT(listed->plans(), SizeIs(2));
  EXPECT_EQ(listed->plans(0).name(), absl::StrCat(kSpring, "/plans/3"));
  EXPECT_EQ(listed->plans(1).name(), absl::StrCat(kSpring, "/plans/1"));
  EXPECT_THAT(listed->plans(0).meetings(), IsEmpty());
  EXPECT_EQ(listed->plans(0).quality().meetings(), 3);
}

TEST_F(PlanServiceTest, PlansAreListedPageByPage) {
  CreateSpring(kGiven);
  for (int i = 0; i < 3; ++i) MakePlan();
  const auto first = Ask<v1::ListPlansRequest>("parent: '$' page_size: 2");
  ASSERT_THAT(first->plans(), SizeIs(2));
  MakePlan();  // Comes before what has been shown.
  const auto second = Ask<v1::ListPlansRequest>(
      absl::StrCat("parent: '$' page_size: 2 page_token: '", first->next_page_token(), "'"));
  ASSERT_THAT(second->plans(), SizeIs(1)) << second.status.error_message();
  EXPECT_EQ(second->plans(0).name(), absl::StrCat(kSpring, "/plans/1"));
  EXPECT_THAT(second->next_page_token(), IsEmpty());
}

TEST_F(PlanServiceTest, ContradictionsAreSaidInEitherLanguage) {
  ASSERT_TRUE(Create("spring").ok());
  ASSERT_TRUE(Join("m1", "wishes { partner: 'alliances/music/members/m2' kind: MUST_MEET }").ok());
  ASSERT_TRUE(Join("m2", "wishes { partner: 'alliances/music/members/m1' kind: WONT_MEET }").ok());
  AwaitIndex();
  const v1::SessionPlan plan = MakePlan();
  EXPECT_THAT(plan.meetings(), IsEmpty());
  EXPECT_THAT(plan.conflict(),
              ElementsAre("星河游戏 and North Wind Audio must meet, but North Wind Audio won't."));
  EXPECT_THAT(GetPlan(1, "zh")->conflict(),
              ElementsAre("星河游戏与North Wind Audio必须会面，但North Wind Audio不愿会面。"));
}

TEST_F(PlanServiceTest, TooManyWhoMustMeetAreSaidAndWhatWouldHelp) {
  // Three composers must meet m1, which is there in one slot of four.
  ASSERT_TRUE(Create("spring", kStudiosMeetComposers).ok());
  ASSERT_TRUE(Join("m1", R"(unavailable_slots: '2027-03-02T09:25'
                            unavailable_slots: '2027-03-03T09:00'
                            unavailable_slots: '2027-03-03T09:25'
                            wishes { partner: 'alliances/music/members/m2' kind: MUST_MEET }
                            wishes { partner: 'alliances/music/members/m4' kind: MUST_MEET }
                            wishes { partner: 'alliances/music/members/m6' kind: MUST_MEET })")
                  .ok());
  for (const char* member : {"m2", "m4", "m6"}) ASSERT_TRUE(Join(member).ok());
  AwaitIndex();
  const v1::SessionPlan plan = MakePlan();
  EXPECT_THAT(plan.meetings(), SizeIs(1));
  EXPECT_THAT(plan.unplaced(), SizeIs(2));
  EXPECT_THAT(plan.unplaced(0).message(), HasSubstr("星河游戏 away"));
  ASSERT_THAT(plan.conflict(), Not(IsEmpty()));
  EXPECT_THAT(plan.conflict(0), HasSubstr("星河游戏 must meet 3 others"));
  ASSERT_THAT(plan.relaxations(), Not(IsEmpty()));
  EXPECT_GT(plan.relaxations(0).meetings(), 0);
  EXPECT_THAT(plan.relaxations(0).message(), HasSubstr("would place"));
}

TEST_F(PlanServiceTest, PublishingStepsTheSessionAndIsTakenBackByAnOlderPlan) {
  CreateSpring(kGiven);
  MakePlan();
  MakePlan();
  const std::string etag = Get()->etag();
  const auto published =
      Ask<v1::PublishPlanRequest>("name: '$/plans/2' session_etag: '" + etag + "'");
  ASSERT_TRUE(published.ok()) << published.status.error_message();
  EXPECT_EQ(published->state(), v1::Session::PUBLISHED);
  EXPECT_EQ(published->published_plan(), absl::StrCat(kSpring, "/plans/2"));
  EXPECT_EQ(Get()->etag(), published->etag());
  EXPECT_EQ(Ask<v1::PublishPlanRequest>("name: '$/plans/1' session_etag: '" + etag + "'").code(),
            grpc::StatusCode::ABORTED);
  EXPECT_EQ(Ask<v1::DeletePlanRequest>("name: '$/plans/2'").code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Ask<v1::PublishPlanRequest>("name: '$/plans/1'")->published_plan(),
            absl::StrCat(kSpring, "/plans/1"));
  EXPECT_EQ(Ask<v1::PublishPlanRequest>("name: '$/plans/9'").code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(PlanServiceTest, APlanThatTheSessionHasOvertakenIsPublishedOnlyOnDemand) {
  CreateSpring(kGiven);
  MakePlan();
  ASSERT_TRUE(SessionServiceTest::Send<v1::UpdateParticipantRequest>(
                  absl::StrCat("participant { name: '", kSpring,
                               "/participants/m2' wishes { partner: 'alliances/music/members/m1' "
                               "kind: WONT_MEET } }"))
                  .ok());
  const auto plan = GetPlan(1);
  ASSERT_THAT(plan->violations(), SizeIs(1));
  EXPECT_EQ(plan->violations(0).kind(), v1::PlanViolation::PAIR_MUST_NOT_MEET);
  EXPECT_THAT(plan->violations(0).message(), HasSubstr("must not meet"));
  EXPECT_EQ(Ask<v1::PublishPlanRequest>("name: '$/plans/1'").code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(Ask<v1::PublishPlanRequest>("name: '$/plans/1' allow_violations: true").ok());
}

TEST_F(PlanServiceTest, AnEditMovesAddsSwapsAndRemoves) {
  CreateSpring(kGiven);
  MakePlan();
  const auto edited = Ask<v1::EditPlanRequest>(absl::StrCat(
      "plan: '$/plans/1' edits { remove { ", PairText("m2", "m3"), " } } edits { place { pair { ",
      PairText("m1", "m4"), " } slot: '2027-03-03T09:25' table: 't2' } } edits { place { pair { ",
      PairText("m1", "m2"), " } slot: '2027-03-02T09:00' table: 't1' } } edits { place { pair { ",
      PairText("m4", "m3"), " } slot: '2027-03-02T09:00' } } edits { exchange { pair { ",
      PairText("m1", "m4"), " } other { ", PairText("m1", "m2"), " } } }"));
  ASSERT_TRUE(edited.ok()) << edited.status.error_message();
  EXPECT_THAT(Lines(*edited), ElementsAre("m1 m4 2027-03-02T09:00 t1", "m3 m4 2027-03-02T09:00 t2",
                                          "m1 m2 2027-03-03T09:25 t2"));
  EXPECT_EQ(edited->name(), absl::StrCat(kSpring, "/plans/2"));
  EXPECT_EQ(edited->origin(), v1::SessionPlan::EDITED);
  EXPECT_EQ(edited->base_plan(), absl::StrCat(kSpring, "/plans/1"));
  for (const auto& meeting : edited->meetings()) EXPECT_GT(meeting.score(), 0) << Line(meeting);
  // m4 is in two meetings of the first slot.
  ASSERT_THAT(edited->violations(), SizeIs(1));
  EXPECT_EQ(edited->violations(0).kind(), v1::PlanViolation::TWO_AT_ONCE);
  EXPECT_EQ(GetPlan(2)->SerializeAsString(), edited->SerializeAsString());
}

TEST_F(PlanServiceTest, AnEditThatNamesWhatIsNotThereChangesNothing) {
  CreateSpring(kGiven);
  MakePlan();
  const auto edited = Ask<v1::EditPlanRequest>(absl::StrCat(
      "plan: '$/plans/1' edits { remove { ", PairText("m3", "m4"), " } } edits { place { pair { ",
      PairText("m1", "m5"), " } slot: '2027-03-02T09:00' table: 't1' } } edits { place { pair { ",
      PairText("m1", "m2"), " } slot: '2027-03-02T10:00' } } edits { place { pair { ",
      PairText("m1", "m2"), " } slot: '2027-03-02T09:00' table: 't9' } }"));
  EXPECT_EQ(edited.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(edited.status), ElementsAre("edits[0].remove", "edits[1].place.pair",
                                                    "edits[2].place.slot", "edits[3].place.table"));
  const auto tried = Ask<v1::EditPlanRequest>(absl::StrCat(
      "plan: '$/plans/1' validate_only: true edits { remove { ", PairText("m1", "m2"), " } }"));
  EXPECT_TRUE(tried.ok()) << tried.status.error_message();
  EXPECT_THAT(tried->name(), IsEmpty());
  EXPECT_THAT(tried->meetings(), SizeIs(2));
  EXPECT_THAT(Ask<v1::ListPlansRequest>("parent: '$'")->plans(), SizeIs(1));
}

TEST_F(PlanServiceTest, DifferencesNameWhatIsAddedRemovedAndMoved) {
  CreateSpring(kGiven);
  MakePlan();
  ASSERT_TRUE(Ask<v1::EditPlanRequest>(
                  absl::StrCat("plan: '$/plans/1' edits { remove { ", PairText("m1", "m4"),
                               " } } edits { place { pair { ", PairText("m3", "m4"),
                               " } slot: '2027-03-03T09:25' } }"))
                  .ok());
  const auto compared = Ask<v1::ComparePlansRequest>("plan: '$/plans/1' other_plan: '$/plans/2'");
  ASSERT_TRUE(compared.ok()) << compared.status.error_message();
  EXPECT_THAT(compared->difference().added(), SizeIs(1));
  EXPECT_THAT(compared->difference().removed(), SizeIs(1));
  EXPECT_THAT(compared->difference().moved(), IsEmpty());
  EXPECT_EQ(compared->difference().unchanged(), 2);
  EXPECT_EQ(compared->quality().meetings(), 3);
  EXPECT_EQ(compared->other_quality().meetings(), 3);
}

}  // namespace
}  // namespace counterpoint::service
