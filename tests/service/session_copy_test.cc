#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/service/session_fixture.h"

namespace counterpoint::service {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kRules[] = R"pb(
  pairing {
    candidates: 7
    requested_pairs {
      participant: "alliances/music/members/m1"
      partner: "alliances/music/members/m3"
    }
    banned_pairs { participant: "alliances/music/members/m1" partner: "alliances/music/members/m4" }
    met_before { participant: "alliances/music/members/m2" partner: "alliances/music/members/m1" }
  }
  placing {
    fixed_meetings {
      pair { participant: "alliances/music/members/m1" partner: "alliances/music/members/m3" }
      slot: "2027-03-03T09:00"
    }
  }
  tables { id: "t3" closed_slots: "2027-03-02T09:25" }
  join_deadline { seconds: 1800000000 }
)pb";

class SessionCopyTest : public SessionServiceTest {
 protected:
  void SetUp() override {
    SessionServiceTest::SetUp();
    ASSERT_TRUE(Create("spring", kRules).ok());
    ASSERT_TRUE(Join("m1", "unavailable_slots: '2027-03-02T09:25'").ok());
    ASSERT_TRUE(Join("m2").ok());
  }
  Answer<v1::Session> Copy(const std::string& fields) {
    return Send<v1::CopySessionRequest>(
        absl::StrCat("name: '", kSpring, "' session_id: 'copy' ", fields));
  }
};

TEST_F(SessionCopyTest, CopyIsADraftWithoutRulesAndParticipantsThatNameMembers) {
  PutPlan(v1::Session::CLOSED);
  const auto copy = Copy("display_name { key: 'en' value: 'Again' }");
  ASSERT_TRUE(copy.ok()) << copy.status.error_message();
  EXPECT_EQ(copy->name(), "alliances/music/sessions/copy");
  EXPECT_EQ(copy->display_name().at("en"), "Again");
  EXPECT_EQ(copy->state(), v1::Session::DRAFT);
  EXPECT_EQ(copy->published_plan(), "");
  EXPECT_EQ(copy->pairing().candidates(), 7);
  EXPECT_EQ(copy->pairing().requested_pairs_size(), 0);
  EXPECT_EQ(copy->pairing().banned_pairs_size(), 0);
  EXPECT_EQ(copy->pairing().met_before_size(), 1);
  EXPECT_EQ(copy->placing().fixed_meetings_size(), 0);
  EXPECT_THAT(ParticipantIds("copy"), IsEmpty());
  EXPECT_EQ(Get("copy")->SerializeAsString(), copy->SerializeAsString());
}

TEST_F(SessionCopyTest, DaysAndNamedSlotsMoveTogether) {
  const auto copy = Copy("first_date: '2027-03-09' with_participants: true");
  ASSERT_TRUE(copy.ok()) << copy.status.error_message();
  EXPECT_EQ(copy->days(1).date(), "2027-03-10");
  EXPECT_EQ(copy->days(1).slots(0).slot(), "2027-03-10T09:00");
  EXPECT_EQ(copy->tables(2).closed_slots(0), "2027-03-09T09:25");
  EXPECT_EQ(copy->placing().fixed_meetings(0).slot(), "2027-03-10T09:00");
  EXPECT_EQ(copy->join_deadline().seconds(), 1800000000 + 7 * 86400);
  EXPECT_THAT(ParticipantIds("copy"), ElementsAre("m1", "m2"));
  EXPECT_THAT(GetParticipant("m1", "copy")->unavailable_slots(), ElementsAre("2027-03-09T09:25"));
}

TEST_F(SessionCopyTest, ParticipantsWhoseMembersAreGoneStayBehind) {
  ASSERT_TRUE(Send<v1::DeleteMemberRequest>("name: 'alliances/music/members/m2'").ok());
  ASSERT_TRUE(Copy("with_participants: true").ok());
  EXPECT_THAT(ParticipantIds("copy"), ElementsAre("m1"));
}

TEST_F(SessionCopyTest, MetPairsAreThoseOfThePlanOrOfTheOutcomes) {
  PutPlan(v1::Session::RUNNING);
  const auto planned = Copy("skip_met_pairs: true");
  ASSERT_TRUE(planned.ok());
  EXPECT_EQ(planned->pairing().met_before_size(), 1) << "m1 and m2 are there already";
  PutOutcome("m1", "m2", v1::MeetingOutcome::NO_SHOW);
  PutOutcome("m3", "m4", v1::MeetingOutcome::HELD);
  const auto held =
      Send<v1::CopySessionRequest>(absl::StrCat("name: '", kSpring, "' skip_met_pairs: true"));
  ASSERT_EQ(held->pairing().met_before_size(), 2);
  EXPECT_EQ(held->pairing().met_before(1).participant(), "alliances/music/members/m3");
}

TEST_F(SessionCopyTest, CopyingTellsWhatIsWrong) {
  EXPECT_THAT(BadFields(Copy("first_date: 'soon' display_name { key: 'en' }").status),
              ElementsAre("display_name[\"en\"]", "first_date"));
  EXPECT_EQ(Send<v1::CopySessionRequest>("name: 'alliances/music/sessions/none'").code(),
            StatusCode::NOT_FOUND);
  ASSERT_TRUE(Copy("request_id: 'c'").ok());
  EXPECT_TRUE(Copy("request_id: 'c'").ok());
  EXPECT_EQ(Copy("").code(), StatusCode::ALREADY_EXISTS);
}

TEST_F(SessionCopyTest, DaysOnWhichAStartDoesNotExistAreRefused) {
  ASSERT_TRUE(Send<v1::CreateSessionRequest>(
                  "parent: 'alliances/music' session_id: 'night' session { "
                  "display_name { key: 'en' value: 'Night' } time_zone: 'Europe/Berlin' "
                  "days { date: '2027-03-27' slots { start: '02:30' minutes: 5 } } "
                  "tables { id: 't' } }")
                  .ok());
  const auto refused = Send<v1::CopySessionRequest>(
      "name: 'alliances/music/sessions/night' first_date: '2027-03-28'");
  EXPECT_THAT(BadFields(refused.status), ElementsAre("first_date"));
  EXPECT_THAT(refused.status.error_message(), HasSubstr("days[0].slots[0].start does not exist"));
}

}  // namespace
}  // namespace counterpoint::service
