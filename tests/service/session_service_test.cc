#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/service/session_fixture.h"

namespace counterpoint::service {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_F(SessionServiceTest, CreatedSessionIsADraftWithNamedSlotsAlsoAfterARestart) {
  const auto created = Create("spring", "state: RUNNING published_plan: 'x'");
  ASSERT_TRUE(created.ok()) << created.status.error_message();
  EXPECT_EQ(created->name(), kSpring);
  EXPECT_EQ(created->state(), v1::Session::DRAFT);
  EXPECT_EQ(created->published_plan(), "");
  EXPECT_EQ(created->days(1).slots(1).slot(), "2027-03-03T09:25");
  EXPECT_THAT(created->etag(), Not(IsEmpty()));
  EXPECT_TRUE(created->has_create_time());
  Restart();
  EXPECT_EQ(Get()->SerializeAsString(), created->SerializeAsString());
}

TEST_F(SessionServiceTest, SessionWithoutAnIdIsGivenOne) {
  const auto created = Create("");
  ASSERT_TRUE(created.ok());
  EXPECT_EQ(created->name().size(), std::string("alliances/music/sessions/").size() + 20);
}

TEST_F(SessionServiceTest, CreatingTellsWhatIsWrong) {
  EXPECT_THAT(BadFields(Create("Spring", "tables { id: 't1' }").status),
              ElementsAre("session_id", "session.tables[2].id"));
  EXPECT_THAT(BadFields(Send<v1::CreateSessionRequest>("parent: 'alliances/music'").status),
              ElementsAre("session"));
  EXPECT_EQ(Send<v1::CreateSessionRequest>(
                absl::StrCat("parent: 'alliances/none' session { ", kSession, " }"))
                .code(),
            StatusCode::NOT_FOUND);
  ASSERT_TRUE(Create("spring").ok());
  const auto again = Create("spring");
  EXPECT_EQ(again.code(), StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(again.status).resource_name(), kSpring);
}

TEST_F(SessionServiceTest, RepeatedRequestsReturnWhatTheFirstDid) {
  const auto created = Create("spring", "", "request_id: 'c'");
  EXPECT_EQ(Create("spring", "", "request_id: 'c'")->SerializeAsString(),
            created->SerializeAsString());
  EXPECT_EQ(Create("autumn", "", "request_id: 'c'").code(), StatusCode::INVALID_ARGUMENT);

  const auto generated = Create("", "", "request_id: 'g'");
  EXPECT_EQ(Create("", "", "request_id: 'g'")->name(), generated->name());

  const auto updated = Update("pairing { candidates: 5 }", "request_id: 'u'");
  ASSERT_TRUE(updated.ok());
  ASSERT_TRUE(Update("pairing { candidates: 6 }").ok());
  EXPECT_EQ(Update("pairing { candidates: 5 }", "request_id: 'u'")->etag(), updated->etag());
  EXPECT_EQ(Get()->pairing().candidates(), 6);

  ASSERT_TRUE(Delete("request_id: 'd'").ok());
  EXPECT_TRUE(Delete("request_id: 'd'").ok());
  EXPECT_EQ(Delete().code(), StatusCode::NOT_FOUND);
}

TEST_F(SessionServiceTest, ValidateOnlyShowsWhatWouldBeAndChangesNothing) {
  const auto would = Create("spring", "", "validate_only: true");
  ASSERT_TRUE(would.ok());
  EXPECT_EQ(would->name(), kSpring);
  EXPECT_EQ(would->etag(), "");
  EXPECT_EQ(Get().code(), StatusCode::NOT_FOUND);
  ASSERT_TRUE(Create("spring").ok());
  const auto before = Get();
  EXPECT_EQ(Update("pairing { candidates: 5 }", "validate_only: true")->pairing().candidates(), 5);
  EXPECT_EQ(Get()->SerializeAsString(), before->SerializeAsString());
  EXPECT_EQ(Create("spring", "", "validate_only: true").code(), StatusCode::ALREADY_EXISTS);
}

TEST_F(SessionServiceTest, SessionsAreListedInPagesOfOneMoment) {
  for (const char* id : {"c", "a", "b"}) ASSERT_TRUE(Create(id).ok());
  const auto first = Send<v1::ListSessionsRequest>("parent: 'alliances/music' page_size: 2");
  ASSERT_EQ(first->sessions_size(), 2);
  EXPECT_EQ(first->sessions(0).name(), "alliances/music/sessions/a");
  ASSERT_TRUE(Create("d").ok());
  const auto second = Send<v1::ListSessionsRequest>(absl::StrCat(
      "parent: 'alliances/music' page_size: 2 page_token: '", first->next_page_token(), "'"));
  ASSERT_EQ(second->sessions_size(), 1);
  EXPECT_EQ(second->sessions(0).name(), "alliances/music/sessions/c");
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_EQ(Send<v1::ListSessionsRequest>("parent: 'alliances/none'").code(),
            StatusCode::NOT_FOUND);
  EXPECT_THAT(BadFields(Send<v1::ListSessionsRequest>(
                            "parent: 'alliances/music' page_size: 1001 page_token: 'x'")
                            .status),
              ElementsAre("page_size"));
}

TEST_F(SessionServiceTest, UpdateTakesOverWhatTheMaskNames) {
  ASSERT_TRUE(Create("spring",
                     "pairing { candidates: 7 include_partners: true } "
                     "placing { most_difference: 3 }")
                  .ok());
  const auto updated =
      Update("time_zone: 'UTC' pairing { candidates: 9 } placing { most_difference: 1 }",
             "update_mask { paths: 'pairing.candidates' paths: 'pairing.include_partners' }");
  ASSERT_TRUE(updated.ok()) << updated.status.error_message();
  EXPECT_EQ(updated->pairing().candidates(), 9);
  EXPECT_FALSE(updated->pairing().include_partners());
  EXPECT_EQ(updated->time_zone(), "Asia/Shanghai");
  EXPECT_EQ(updated->placing().most_difference(), 3);
  EXPECT_EQ(Update("location { key: 'en' value: 'Hall' }")->pairing().candidates(), 9)
      << "only what is set";
  EXPECT_THAT(BadFields(Update("",
                               "update_mask { paths: 'state' paths: 'days.date' "
                               "paths: 'published_plan' }")
                            .status),
              ElementsAre("update_mask.paths[0]", "update_mask.paths[1]", "update_mask.paths[2]"));
  EXPECT_THAT(BadFields(Update("time_zone: 'Mars'").status), ElementsAre("session.time_zone"));
}

TEST_F(SessionServiceTest, StaleEtagsAreRefused) {
  const auto created = Create("spring");
  const std::string old = absl::StrCat("etag: '", created->etag(), "' ");
  ASSERT_TRUE(Update(old + "pairing { candidates: 5 }").ok());
  EXPECT_EQ(Update(old + "pairing { candidates: 6 }").code(), StatusCode::ABORTED);
  EXPECT_EQ(Delete(old).code(), StatusCode::ABORTED);
  EXPECT_EQ(Get()->pairing().candidates(), 5);
}

TEST_F(SessionServiceTest, OfThreadsThatWriteOverOneEtagOneWins) {
  const auto created = Create("spring");
  std::atomic<int> won = 0;
  std::atomic<int> aborted = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const auto updated =
          Update(absl::StrCat("etag: '", created->etag(), "' pairing { candidates: ", i + 1, " }"));
      (updated.ok() ? won : aborted) += 1;
      EXPECT_TRUE(updated.ok() || updated.code() == StatusCode::ABORTED);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(aborted, 7);
}

TEST_F(SessionServiceTest, SlotsThatParticipantsNameDoNotGo) {
  ASSERT_TRUE(Create("spring").ok());
  ASSERT_TRUE(Join("m1", "unavailable_slots: '2027-03-03T09:00'").ok());
  ASSERT_TRUE(Join("m2", "table_features: 'screen'").ok());
  ASSERT_TRUE(Join("m3", "least_meetings: 4").ok());
  const auto refused = Update(
      "days { date: '2027-03-02' slots { start: '09:00' minutes: 20 } } tables { id: 't2' }");
  EXPECT_EQ(refused.code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.status.error_message(), HasSubstr("3 participants would no longer fit"));
  EXPECT_THAT(refused.status.error_message(), HasSubstr("m1 (unavailable_slots[0]: "));
  EXPECT_THAT(refused.status.error_message(), HasSubstr("m2 (table_features[0]: "));
  EXPECT_THAT(refused.status.error_message(), HasSubstr("m3 (least_meetings: "));
  EXPECT_EQ(Get()->days_size(), 2);
}

TEST_F(SessionServiceTest, SlotsAndTablesOfThePublishedPlanDoNotGo) {
  ASSERT_TRUE(Create("spring").ok());
  PutPlan(v1::Session::PUBLISHED);
  const auto refused = Update(
      "days { date: '2027-03-02' slots { start: '09:25' minutes: 20 } } tables { id: 't2' }");
  EXPECT_EQ(refused.code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.status.error_message(), HasSubstr("slot 2027-03-02T09:00 (1 meeting)"));
  EXPECT_THAT(refused.status.error_message(), HasSubstr("table t1 (1 meeting)"));
  EXPECT_TRUE(Update("tables { id: 't1' } tables { id: 't3' }").ok());
}

TEST_F(SessionServiceTest, StepsLeadFromStateToState) {
  ASSERT_TRUE(Create("spring").ok());
  EXPECT_EQ(SetState(v1::Session::RUNNING).code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(SetState(v1::Session::PLANNED).code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(SetState(v1::Session::CLOSED).code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(SetState(v1::Session::DRAFT).ok()) << "as it is";
  PutPlan(v1::Session::PUBLISHED);
  EXPECT_EQ(SetState(v1::Session::CLOSED).code(), StatusCode::FAILED_PRECONDITION);
  const std::string published_plan = Get()->published_plan();
  for (const auto state : {v1::Session::RUNNING, v1::Session::CLOSED, v1::Session::CLOSED,
                           v1::Session::RUNNING, v1::Session::PUBLISHED}) {
    const auto stepped = SetState(state);
    ASSERT_TRUE(stepped.ok()) << stepped.status.error_message();
    EXPECT_EQ(stepped->state(), state);
    EXPECT_EQ(stepped->published_plan(), published_plan);
  }
  EXPECT_EQ(SetState(v1::Session::PLANNED)->published_plan(), "");
  EXPECT_EQ(SetState(v1::Session::PUBLISHED).code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(SetState(v1::Session::RUNNING, "r0").code(), StatusCode::ABORTED);
  EXPECT_THAT(
      BadFields(Send<v1::SetSessionStateRequest>(absl::StrCat("name: '", kSpring, "'")).status),
      ElementsAre("state"));
}

TEST_F(SessionServiceTest, ClosedSessionIsNotChanged) {
  ASSERT_TRUE(Create("spring").ok());
  ASSERT_TRUE(Join("m1").ok());
  PutPlan(v1::Session::CLOSED);
  EXPECT_EQ(Update("pairing { candidates: 5 }").code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Join("m2").code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Send<v1::UpdateParticipantRequest>(
                absl::StrCat("participant { name: '", kSpring, "/participants/m1' }"))
                .code(),
            StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(
      Send<v1::DeleteParticipantRequest>(absl::StrCat("name: '", kSpring, "/participants/m1'"))
          .code(),
      StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(Delete().ok());
}

TEST_F(SessionServiceTest, DeletionTakesAllThatIsWithinTheSession) {
  ASSERT_TRUE(Create("spring").ok());
  ASSERT_TRUE(Create("spring-2").ok());
  ASSERT_TRUE(Join("m1").ok());
  ASSERT_TRUE(Send<v1::CreateParticipantRequest>(
                  "parent: 'alliances/music/sessions/spring-2' participant_id: 'm1'")
                  .ok());
  PutPlan(v1::Session::RUNNING);
  PutOutcome("m1", "m2", v1::MeetingOutcome::HELD);
  EXPECT_EQ(StoredPlansAndOutcomes(), 2);
  EXPECT_EQ(Delete().code(), StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(Delete("force: true").ok());
  EXPECT_EQ(Get().code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(GetParticipant("m1").code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(StoredPlansAndOutcomes(), 0);
  EXPECT_THAT(ParticipantIds("spring-2"), ElementsAre("m1"));
  ASSERT_TRUE(Create("spring").ok());
  EXPECT_THAT(ParticipantIds(), IsEmpty());
}

TEST_F(SessionServiceTest, SessionsGoWithTheirAlliance) {
  ASSERT_TRUE(Create("spring").ok());
  ASSERT_TRUE(Join("m1").ok());
  ASSERT_TRUE(Send<v1::DeleteAllianceRequest>("name: 'alliances/music' force: true").ok());
  CreateAlliance("music");
  EXPECT_EQ(Get().code(), StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace counterpoint::service
