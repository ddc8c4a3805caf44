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

class SessionParticipantTest : public SessionServiceTest {
 protected:
  void SetUp() override {
    SessionServiceTest::SetUp();
    ASSERT_TRUE(Create("spring").ok());
  }
  Answer<v1::Participant> Change(const std::string& member, const std::string& fields,
                                 const std::string& request_fields = "") {
    return Send<v1::UpdateParticipantRequest>(absl::StrCat("participant { name: '", kSpring,
                                                           "/participants/", member, "' ", fields,
                                                           " } ", request_fields));
  }
  Answer<google::protobuf::Empty> Leave(const std::string& member, const std::string& fields = "") {
    return Send<v1::DeleteParticipantRequest>(
        absl::StrCat("name: '", kSpring, "/participants/", member, "' ", fields));
  }
  Answer<v1::BatchCreateParticipantsResponse> JoinAll(const std::string& requests) {
    return Send<v1::BatchCreateParticipantsRequest>(
        absl::StrCat("parent: '", kSpring, "' ", requests));
  }
};

TEST_F(SessionParticipantTest, MemberJoinsUnderItsNameAlsoAfterARestart) {
  const auto joined = Join("m2",
                           "table_features: 'screen' check_in_time { seconds: 5 } "
                           "wishes { partner: 'alliances/music/members/gone' kind: WONT_MEET }");
  ASSERT_TRUE(joined.ok()) << joined.status.error_message();
  EXPECT_EQ(joined->name(), absl::StrCat(kSpring, "/participants/m2"));
  EXPECT_EQ(joined->display_name().at("en"), "North Wind Audio");
  EXPECT_EQ(joined->kind(), v1::CREATOR);
  EXPECT_FALSE(joined->has_check_in_time());
  Restart();
  EXPECT_EQ(GetParticipant("m2")->DebugString(), joined->DebugString());
}

TEST_F(SessionParticipantTest, NamesAreThoseThatTheMembersHaveNow) {
  ASSERT_TRUE(Join("m2").ok());
  ASSERT_TRUE(Send<v1::UpdateMemberRequest>("member { name: 'alliances/music/members/m2' "
                                            "display_name { key: 'en' value: 'South Wind' } }")
                  .ok());
  EXPECT_EQ(GetParticipant("m2")->display_name().at("en"), "South Wind");
  ASSERT_TRUE(Send<v1::DeleteMemberRequest>("name: 'alliances/music/members/m2'").ok());
  EXPECT_EQ(GetParticipant("m2")->display_name_size(), 0);
  EXPECT_THAT(ParticipantIds(), ElementsAre("m2"));
  EXPECT_TRUE(Change("m2", "most_meetings: 2").ok());
}

TEST_F(SessionParticipantTest, JoiningTellsWhatIsWrong) {
  EXPECT_THAT(BadFields(Join("m1", "unavailable_slots: 'x' wishes {}").status),
              ElementsAre("participant.wishes[0].partner", "participant.wishes[0].kind"));
  EXPECT_THAT(BadFields(Join("m1", "unavailable_slots: 'x' table_features: 'piano'").status),
              ElementsAre("participant.unavailable_slots[0]", "participant.table_features[0]"));
  const auto nobody = Join("nobody");
  EXPECT_EQ(nobody.code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(nobody.status).resource_name(),
            "alliances/music/members/nobody");
  EXPECT_EQ(Send<v1::CreateParticipantRequest>(
                "parent: 'alliances/music/sessions/none' participant_id: 'm1'")
                .code(),
            StatusCode::NOT_FOUND);
  ASSERT_TRUE(Join("m1").ok());
  EXPECT_EQ(Join("m1").code(), StatusCode::ALREADY_EXISTS);
}

TEST_F(SessionParticipantTest, RepeatedRequestsReturnWhatTheFirstDid) {
  const auto joined = Join("m1", "", "request_id: 'j'");
  EXPECT_EQ(Join("m1", "", "request_id: 'j'")->etag(), joined->etag());
  const auto changed = Change("m1", "most_meetings: 2", "request_id: 'u'");
  ASSERT_TRUE(Change("m1", "most_meetings: 3").ok());
  EXPECT_EQ(Change("m1", "most_meetings: 2", "request_id: 'u'")->etag(), changed->etag());
  EXPECT_EQ(GetParticipant("m1")->most_meetings(), 3);
  ASSERT_TRUE(Leave("m1", "request_id: 'l'").ok());
  EXPECT_TRUE(Leave("m1", "request_id: 'l'").ok());
  EXPECT_EQ(Leave("m1").code(), StatusCode::NOT_FOUND);
}

TEST_F(SessionParticipantTest, BatchJoinsAsAWholeOrNotAtAll) {
  const auto joined = JoinAll(
      "requests { participant_id: 'm3' } requests { participant_id: 'm1' "
      "participant { most_meetings: 2 } } request_id: 'b'");
  ASSERT_TRUE(joined.ok()) << joined.status.error_message();
  ASSERT_EQ(joined->participants_size(), 2);
  EXPECT_EQ(joined->participants(0).name(), absl::StrCat(kSpring, "/participants/m3"));
  EXPECT_EQ(joined->participants(1).most_meetings(), 2);
  EXPECT_EQ(joined->participants(1).display_name().at("zh"), "星河游戏");

  EXPECT_THAT(BadFields(JoinAll("requests { participant_id: 'm4' } requests { participant_id: 'm5' "
                                "participant { unavailable_slots: 'x' } }")
                            .status),
              ElementsAre("requests[1].participant.unavailable_slots[0]"));
  EXPECT_THAT(BadFields(JoinAll("requests { participant_id: 'm4' parent: 'x' request_id: 'y' } "
                                "requests { participant_id: 'm4' } requests {}")
                            .status),
              ElementsAre("requests[0].parent", "requests[0].request_id",
                          "requests[1].participant_id", "requests[2].participant_id"));
  const auto missing = JoinAll(
      "requests { participant_id: 'm4' } requests { participant_id: 'x' } "
      "requests { participant_id: 'y' }");
  EXPECT_EQ(missing.code(), StatusCode::NOT_FOUND);
  EXPECT_THAT(missing.status.error_message(), HasSubstr("members/x, alliances/music/members/y"));
  const auto taken = JoinAll(
      "requests { participant_id: 'm4' } requests { participant_id: 'm1' } "
      "requests { participant_id: 'm3' }");
  EXPECT_EQ(taken.code(), StatusCode::ALREADY_EXISTS);
  EXPECT_THAT(taken.status.error_message(), HasSubstr("participants/m3 already exist"));
  EXPECT_THAT(BadFields(JoinAll("").status), ElementsAre("requests"));
  EXPECT_THAT(ParticipantIds(), ElementsAre("m1", "m3"));
}

TEST_F(SessionParticipantTest, ParticipantsAreListedInPagesOfOneMoment) {
  ASSERT_TRUE(JoinAll("requests { participant_id: 'm1' } requests { participant_id: 'm2' } "
                      "requests { participant_id: 'm4' }")
                  .ok());
  const std::string query = absl::StrCat("parent: '", kSpring, "' page_size: 2 ");
  const auto first = Send<v1::ListParticipantsRequest>(query);
  ASSERT_EQ(first->participants_size(), 2);
  ASSERT_TRUE(Join("m3").ok());
  const auto second = Send<v1::ListParticipantsRequest>(
      absl::StrCat(query, "page_token: '", first->next_page_token(), "'"));
  ASSERT_EQ(second->participants_size(), 1);
  EXPECT_EQ(second->participants(0).name(), absl::StrCat(kSpring, "/participants/m4"));
  EXPECT_EQ(second->participants(0).kind(), v1::CREATOR);
  EXPECT_EQ(second->next_page_token(), "");
  Wait(options_.store.pin_lifetime + absl::Seconds(1));
  EXPECT_EQ(Send<v1::ListParticipantsRequest>(
                absl::StrCat(query, "page_token: '", first->next_page_token(), "'"))
                .code(),
            StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Send<v1::ListParticipantsRequest>("parent: 'alliances/music/sessions/none'").code(),
            StatusCode::NOT_FOUND);
}

TEST_F(SessionParticipantTest, DeadlineEndsJoiningAndLeavingUnlessOverridden) {
  ASSERT_TRUE(Join("m1").ok());
  ASSERT_TRUE(Update("join_deadline { seconds: 1000000000 }").ok());
  const auto late = Join("m2");
  EXPECT_EQ(late.code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(late.status.error_message(), HasSubstr("2001-09-09T01:46:40Z"));
  EXPECT_EQ(JoinAll("requests { participant_id: 'm2' ignore_deadline: true } "
                    "requests { participant_id: 'm3' }")
                .code(),
            StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Leave("m1").code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(Change("m1", "most_meetings: 1").ok());
  EXPECT_TRUE(Join("m2", "", "ignore_deadline: true").ok());
  EXPECT_TRUE(Leave("m1", "ignore_deadline: true").ok());
}

TEST_F(SessionParticipantTest, UpdateTakesOverWhatTheMaskNames) {
  ASSERT_TRUE(
      Join("m1", "most_meetings: 3 languages: 'zh' unavailable_slots: '2027-03-02T09:00'").ok());
  const auto changed =
      Change("m1", "languages: 'en'", "update_mask { paths: 'languages' paths: 'most_meetings' }");
  ASSERT_TRUE(changed.ok()) << changed.status.error_message();
  EXPECT_FALSE(changed->has_most_meetings());
  EXPECT_EQ(changed->languages(0), "en");
  EXPECT_EQ(changed->unavailable_slots_size(), 1);
  EXPECT_EQ(changed->display_name().at("zh"), "星河游戏");
  EXPECT_THAT(
      BadFields(Change("m1", "unavailable_slots: 'x' delegates {}").status),
      ElementsAre("participant.delegates[0].display_name", "participant.unavailable_slots[0]"));
  EXPECT_THAT(
      BadFields(Change("m1", "", "update_mask { paths: 'check_in_time' paths: 'kind' }").status),
      ElementsAre("update_mask.paths[0]", "update_mask.paths[1]"));
  EXPECT_EQ(Change("m6", "").code(), StatusCode::NOT_FOUND);
}

TEST_F(SessionParticipantTest, StaleEtagsAreRefused) {
  const auto joined = Join("m1");
  const std::string old = absl::StrCat("etag: '", joined->etag(), "' ");
  ASSERT_TRUE(Change("m1", old + "most_meetings: 1").ok());
  EXPECT_EQ(Change("m1", old + "most_meetings: 2").code(), StatusCode::ABORTED);
  EXPECT_EQ(Leave("m1", old).code(), StatusCode::ABORTED);
}

TEST_F(SessionParticipantTest, SlotsDoNotGoWhileParticipantsNameThem) {
  // Some threads take a slot away and give it back, others name it.
  std::atomic<bool> broken = false;
  std::vector<std::thread> threads;
  const std::string without = "days { date: '2027-03-02' slots { start: '09:00' minutes: 20 } }";
  const std::string with = absl::StrCat(without,
                                        " days { date: '2027-03-03' slots { start: "
                                        "'09:00' minutes: 20 } }");
  ASSERT_TRUE(Join("m1").ok());
  threads.emplace_back([&] {
    for (int i = 0; i < 30; ++i) Update(i % 2 == 0 ? without : with);
  });
  threads.emplace_back([&] {
    for (int i = 0; i < 30; ++i) {
      Change("m1", i % 2 == 0 ? "unavailable_slots: '2027-03-03T09:00'" : "",
             "update_mask { paths: 'unavailable_slots' }");
    }
  });
  for (std::thread& thread : threads) thread.join();
  const auto session = Get();
  const auto participant = GetParticipant("m1");
  broken = participant->unavailable_slots_size() > 0 && session->days_size() < 2;
  EXPECT_FALSE(broken);
}

}  // namespace
}  // namespace counterpoint::service
