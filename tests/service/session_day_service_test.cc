#include <atomic>
#include <thread>

#include "gmock/gmock.h"
#include "tests/service/session_day_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST_F(SessionDayTest, CheckInIsCountedOnceAndTakenBack) {
  EXPECT_EQ(CheckIn({"north", "star"})->changed_count(), 2);
  const std::int64_t revision = Revision();
  EXPECT_EQ(CheckIn({"north"})->changed_count(), 0);
  EXPECT_EQ(Revision(), revision);
  EXPECT_EQ(CheckIn({"north", "moon"})->changed_count(), 1);
  Restart();
  EXPECT_EQ(CheckIn({"north", "star", "moon"}, true)->changed_count(), 3);
  EXPECT_EQ(CheckIn({"north"}, true)->changed_count(), 0);
}

TEST_F(SessionDayTest, CheckInNamesEveryOneThatDoesNotTakePartAndChangesNothing) {
  const auto refused = CheckIn({"north", "east", "nobody"});
  EXPECT_EQ(refused.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(refused.status), ElementsAre("participants[1]", "participants[2]"));
  EXPECT_EQ(CheckIn({"north"})->changed_count(), 1);
}

TEST_F(SessionDayTest, OutcomeIsShownWithItsPlaceAlsoAfterARestart) {
  const auto recorded =
      Record(Between("star", "north", "result: HELD " + Rating("star", 4) + Rating("north", 5)));
  ASSERT_TRUE(recorded.ok()) << recorded.status.error_message();
  ASSERT_EQ(recorded->outcomes_size(), 1);
  const v1::MeetingOutcome& outcome = recorded->outcomes(0);
  EXPECT_EQ(outcome.slot(), "2026-03-02T09:00");
  EXPECT_EQ(outcome.table(), "t1");
  EXPECT_EQ(outcome.score(), 0.5);
  EXPECT_GT(outcome.update_time().seconds(), 0);
  Restart();
  const auto listed = List();
  ASSERT_EQ(listed->outcomes_size(), 1);
  EXPECT_EQ(listed->outcomes(0).SerializeAsString(), outcome.SerializeAsString());
}

TEST_F(SessionDayTest, OutcomeBecomesInteractionsOfTheTimeOfTheMeeting) {
  ASSERT_TRUE(Record(Between("star", "north", "result: HELD " + Rating("star", 4)) +
                     Between("moon", "star", "result: NO_SHOW " + Absent("moon")))
                  .ok());
  EXPECT_THAT(Interactions(), UnorderedElementsAre("MET north star 0", "RATED star north 4",
                                                   "NO_SHOW moon star 0"));
  const auto met = Send<v1::ListInteractionsRequest>(
      "parent: 'alliances/music' member: 'alliances/music/members/north'");
  ASSERT_GT(met->interactions_size(), 0);
  EXPECT_EQ(absl::FormatTime(absl::RFC3339_sec,
                             absl::FromUnixSeconds(met->interactions(0).occur_time().seconds()),
                             absl::UTCTimeZone()),
            "2026-03-02T01:00:00+00:00");
}

TEST_F(SessionDayTest, WhatWasSaidBeforeIsTakenBackInTheSameCommit) {
  ASSERT_TRUE(
      Record(Between("star", "north", "result: HELD " + Rating("star", 4) + Rating("north", 2)))
          .ok());
  const std::int64_t revision = Revision();
  ASSERT_TRUE(Record(Between("north", "star", "result: HELD " + Rating("star", 5))).ok());
  EXPECT_EQ(Revision(), revision + 1);
  EXPECT_THAT(Interactions(), UnorderedElementsAre("MET north star 0", "RATED star north 5"));
  ASSERT_TRUE(
      Record(Between("star", "north", "result: NO_SHOW " + Absent("star") + Absent("north"))).ok());
  EXPECT_THAT(Interactions(), UnorderedElementsAre("NO_SHOW star north 0", "NO_SHOW north star 0"));
  ASSERT_TRUE(Record(Between("star", "north", "result: CANCELLED")).ok());
  EXPECT_THAT(Interactions(), IsEmpty());
  EXPECT_EQ(List()->outcomes_size(), 1);
  EXPECT_EQ(Revision(), revision + 3);
}

TEST_F(SessionDayTest, SayingTheSameAgainChangesNothing) {
  const auto first =
      Record(Between("star", "north", "result: HELD " + Rating("star", 4) + Rating("north", 5)));
  ASSERT_TRUE(first.ok());
  const std::int64_t revision = Revision();
  const auto again =
      Record(Between("north", "star", "result: HELD " + Rating("north", 5) + Rating("star", 4)));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(Revision(), revision);
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
}

TEST_F(SessionDayTest, InteractionsRecordedByHandStay) {
  ASSERT_TRUE(
      Send<v1::BatchRecordInteractionsRequest>(
          "parent: 'alliances/music' interactions { "
          "name: 'alliances/music/interactions/met--north--star' kind: MET "
          "member: 'alliances/music/members/star' partner: 'alliances/music/members/north' }")
          .ok());
  ASSERT_TRUE(Record(Between("star", "north", "result: HELD")).ok());
  EXPECT_THAT(Interactions(), UnorderedElementsAre("MET star north 0", "MET north star 0"));
  ASSERT_TRUE(Record(Between("star", "north", "result: CANCELLED")).ok());
  EXPECT_THAT(Interactions(), ElementsAre("MET star north 0"));
}

TEST_F(SessionDayTest, PairThatIsNotPlannedHasAnOutcomeIfBothTakePart) {
  session_.set_published_plan("alliances/music/sessions/spring/plans/1");
  WriteSession();
  const auto recorded = Record(Between("moon", "north", "result: HELD"));
  ASSERT_TRUE(recorded.ok()) << recorded.status.error_message();
  EXPECT_EQ(recorded->outcomes(0).slot(), "");
  const auto refused =
      Record(Between("moon", "east", "result: HELD") + Between("star", "north", "result: HELD") +
             Between("nobody", "star", "result: HELD"));
  EXPECT_EQ(refused.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(refused.status),
              ElementsAre("outcomes[0].pair.partner", "outcomes[2].pair.participant"));
  EXPECT_EQ(List()->outcomes_size(), 1) << "all or none";
}

TEST_F(SessionDayTest, WhoHasLeftAfterThePlanWasMadeCanStillBeMissed) {
  storage::Write leave =
      Put(storage::Collection::kParticipant, conversion::ParticipantRecordId("spring", "moon"), "");
  leave.kind = storage::Write::Kind::kDelete;
  Write({leave});
  EXPECT_TRUE(Record(Between("moon", "star", "result: NO_SHOW " + Absent("moon"))).ok());
}

TEST_F(SessionDayTest, NothingIsTakenUnlessTheSessionRuns) {
  for (const auto state : {v1::Session::PUBLISHED, v1::Session::CLOSED}) {
    session_.set_state(state);
    WriteSession();
    EXPECT_EQ(CheckIn({"north"}).code(), grpc::StatusCode::FAILED_PRECONDITION);
    const auto refused = Record(Between("star", "north", "result: HELD"));
    EXPECT_EQ(refused.code(), grpc::StatusCode::FAILED_PRECONDITION);
    EXPECT_THAT(refused.status.error_message(), HasSubstr(v1::Session::State_Name(state)));
  }
}

TEST_F(SessionDayTest, UnknownSessionIsNotFoundAndBadFieldsAreNamed) {
  const auto unknown =
      Send<v1::GetSessionReportRequest>("session: 'alliances/music/sessions/autumn'");
  EXPECT_EQ(unknown.code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(unknown.status).resource_name(),
            "alliances/music/sessions/autumn");
  EXPECT_EQ(
      Send<v1::ListMeetingOutcomesRequest>("parent: 'alliances/music/sessions/autumn'").code(),
      grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Send<v1::CheckInParticipantsRequest>("session: 'alliances/music/sessions/autumn' "
                                                 "participants: 'alliances/music/members/star'")
                .code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Send<v1::RecordMeetingOutcomesRequest>(
                absl::StrCat("session: 'alliances/music/sessions/autumn' ",
                             Between("star", "north", "result: HELD")))
                .code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(BadFields(Record(Between("star", "star", "")).status),
              ElementsAre("outcomes[0].result", "outcomes[0].pair.partner"));
}

TEST_F(SessionDayTest, OutcomesAreListedInOrderOfPairPageByPage) {
  ASSERT_TRUE(Record(Between("star", "north", "result: HELD") +
                     Between("star", "moon", "result: CANCELLED") +
                     Between("north", "moon", "result: HELD"))
                  .ok());
  const auto first = List("page_size: 2");
  ASSERT_EQ(first->outcomes_size(), 2);
  EXPECT_EQ(first->outcomes(0).pair().partner(), Member("north"));
  EXPECT_EQ(first->outcomes(1).pair().partner(), Member("star"));
  ASSERT_TRUE(Record(Between("star", "north", "result: CANCELLED")).ok());
  const auto second = List(absl::StrCat("page_token: '", first->next_page_token(), "'"));
  ASSERT_EQ(second->outcomes_size(), 1);
  EXPECT_EQ(second->outcomes(0).result(), v1::MeetingOutcome::HELD) << "as it was";
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_THAT(BadFields(Send<v1::ListMeetingOutcomesRequest>(
                            absl::StrCat("parent: 'alliances/music/sessions/autumn' page_token: '",
                                         first->next_page_token(), "'"))
                            .status),
              ElementsAre("page_token"));
  Wait(absl::Minutes(11));
  EXPECT_EQ(List(absl::StrCat("page_token: '", first->next_page_token(), "'")).code(),
            grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(SessionDayTest, ReportTellsHowItWent) {
  ASSERT_EQ(CheckIn({"north", "star"})->changed_count(), 2);
  ASSERT_TRUE(Record(Between("star", "north", "result: HELD " + Rating("star", 4)) +
                     Between("moon", "star", "result: NO_SHOW " + Absent("moon")))
                  .ok());
  const auto report = Send<v1::GetSessionReportRequest>(absl::StrCat("session: '", kSession, "'"));
  ASSERT_TRUE(report.ok()) << report.status.error_message();
  EXPECT_EQ(report->session(), kSession);
  EXPECT_EQ(report->plan(), absl::StrCat(kSession, "/plans/2"));
  EXPECT_EQ(report->participants(), 3);
  EXPECT_EQ(report->checked_in(), 2);
  EXPECT_EQ(report->meetings(), 3);
  EXPECT_EQ(report->held(), 1);
  EXPECT_EQ(report->no_shows(), 1);
  EXPECT_EQ(report->without_outcome(), 1);
  EXPECT_EQ(report->mean_rating(), 4);
  EXPECT_EQ(report->bands_size(), 3);
  EXPECT_THAT(report->absent_participants(), ElementsAre(Member("moon")));
}

TEST_F(SessionDayTest, WithoutAPublishedPlanThereIsNoReport) {
  session_.clear_published_plan();
  WriteSession();
  EXPECT_EQ(Send<v1::GetSessionReportRequest>(absl::StrCat("session: '", kSession, "'")).code(),
            grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(SessionDayTest, ManyThatRecordAtOnceLeaveOneOutcomeWithItsInteractions) {
  std::vector<std::thread> callers;
  std::atomic<int> failed = 0;
  for (int caller = 0; caller < 6; ++caller) {
    callers.emplace_back([&, caller] {
      for (int i = 0; i < 10; ++i) {
        const int rating = 1 + (caller + i) % 5;
        failed += !Record(Between("star", "north", "result: HELD " + Rating("star", rating))).ok();
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(failed, 0);
  const auto listed = List();
  ASSERT_EQ(listed->outcomes_size(), 1);
  EXPECT_THAT(Interactions(),
              UnorderedElementsAre(
                  "MET north star 0",
                  absl::StrCat("RATED star north ", listed->outcomes(0).ratings(0).rating())));
}

TEST_F(SessionDayTest, MeetingsChangeNoRecommendation) {
  AwaitIndex();
  StopClock();
  const auto recommend = [&] {
    return Send<v1::RecommendPartnersRequest>("member: 'alliances/music/members/star'");
  };
  const auto before = recommend();
  ASSERT_TRUE(Record(Between("star", "north", "result: HELD " + Rating("star", 5))).ok());
  AwaitIndex();
  const auto after = recommend();
  ASSERT_EQ(after->matches_size(), before->matches_size());
  for (int i = 0; i < after->matches_size(); ++i) {
    EXPECT_EQ(after->matches(i).partner().name(), before->matches(i).partner().name());
    EXPECT_EQ(after->matches(i).score(), before->matches(i).score());
  }
  EXPECT_THAT(server_->TakeFaults(), IsEmpty());
}

}  // namespace
}  // namespace counterpoint::service
