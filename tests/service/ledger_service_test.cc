// The ledger of a real server: from recorded interactions and refreshed lists.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "counterpoint/v1/ledger_service.grpc.pb.h"
#include "counterpoint/v1/operation_service.grpc.pb.h"
#include "counterpoint/v1/recommendation_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "service/conversion/timestamp.h"
#include "tests/service/service_fixture.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kMuseum[] = R"pb(
  kind: SCENE_UNIT
  display_name { key: "en" value: "Museum" }
  needs {
    title { key: "en" value: "Music for an exhibition" }
    topics: "media-music"
  }
)pb";

// Composers north and moon, who state game music, the game studio star, and a museum,
// which states music for media.
class LedgerServiceTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    CreateAlliance("music");
    for (const char* id : {"north", "moon"}) CreateMember(id, kComposer);
    CreateMember("star", kGameStudio);
    CreateMember("museum", kMuseum);
    AwaitIndex();
  }

  template <typename Service, typename Response, typename Stub, typename Request>
  Answer<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                     Response*),
                        const Request& request) {
    const auto stub = Service::NewStub(channel_);
    Answer<Response> answer;
    grpc::ClientContext context;
    answer.status = (stub.get()->*method)(&context, request, &answer.message);
    return answer;
  }

  Answer<v1::Ledger> Get(const std::string& fields = "") {
    return Call<v1::LedgerService, v1::Ledger>(
        &v1::LedgerService::Stub::GetLedger,
        Parse<v1::GetLedgerRequest>(absl::StrCat("parent: 'alliances/music' ", fields)));
  }
  // "GROUP suggested viewed introduced accepted met signed" of each row.
  std::vector<std::string> Rows(const std::string& fields = "") {
    const auto ledger = Get(fields);
    EXPECT_TRUE(ledger.ok()) << ledger.status.error_message();
    std::vector<std::string> shown;
    for (const v1::LedgerRow& row : ledger->rows()) {
      shown.push_back(row.group());
      for (const v1::LedgerStep& step : row.steps()) {
        absl::StrAppend(&shown.back(), " ", step.count());
      }
    }
    return shown;
  }

  // Records something; `time` is as FormatTime() in RFC 3339 has it.
  void Record(const std::string& kind, const std::string& member, const std::string& partner,
              const std::string& time = "", const std::string& fields = "") {
    v1::BatchRecordInteractionsRequest request;
    request.set_parent("alliances/music");
    v1::Interaction& added = *request.add_interactions();
    added = Parse<v1::Interaction>(absl::StrCat("kind: ", kind, " ", fields));
    added.set_name(absl::StrCat("alliances/music/interactions/i", ++recorded_));
    added.set_member("alliances/music/members/" + member);
    added.set_partner("alliances/music/members/" + partner);
    if (!time.empty()) *added.mutable_occur_time() = Moment(time);
    const auto answer = Send(request);
    ASSERT_TRUE(answer.ok()) << answer.status.error_message();
  }
  static google::protobuf::Timestamp Moment(const std::string& text) {
    absl::Time time;
    EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) << text;
    return conversion::ToTimestamp(time);
  }
  static std::string Period(const std::string& start, const std::string& end) {
    return absl::StrFormat("start_time { seconds: %d } end_time { seconds: %d } ",
                           Moment(start).seconds(), Moment(end).seconds());
  }

  // Returns how many pairs stand in the lists.
  std::int64_t Refresh() {
    v1::RefreshRecommendationsRequest request;
    request.set_parent("alliances/music");
    const auto begun = Call<v1::RecommendationService, v1::Operation>(
        &v1::RecommendationService::Stub::RefreshRecommendations, request);
    EXPECT_TRUE(begun.ok()) << begun.status.error_message();
    v1::WaitOperationRequest wait;
    wait.set_name(begun->name());
    const auto ended =
        Call<v1::OperationService, v1::Operation>(&v1::OperationService::Stub::WaitOperation, wait);
    EXPECT_EQ(ended->state(), v1::Operation::SUCCEEDED) << ended->DebugString();
    return Get()->rows(0).steps(0).count();
  }

  int recorded_ = 0;
};

TEST_F(LedgerServiceTest, WhatWasRecordedBeforeIsCountedAtOnce) {
  EXPECT_THAT(Rows(), ElementsAre(" 0 0 0 0 0 0"));
  Record("VIEWED", "star", "north");
  EXPECT_THAT(Rows(), ElementsAre(" 1 1 0 0 0 0"));
  Record("ACCEPTED", "star", "north");
  Record("ACCEPTED", "north", "star");
  EXPECT_THAT(Rows(), ElementsAre(" 1 1 1 1 0 0"));
  const auto ledger = Get();
  EXPECT_EQ(ledger->revision(),
            Send<v1::GetAllianceRequest>("name: 'alliances/music'")->revision());
  Record("PARTNERSHIP", "museum", "moon");
  EXPECT_THAT(Rows(), ElementsAre(" 2 2 2 2 1 1"));
  ASSERT_TRUE(Send<v1::DeleteInteractionRequest>("name: 'alliances/music/interactions/i4'").ok());
  EXPECT_THAT(Rows(), ElementsAre(" 1 1 1 1 0 0"));
  Restart();
  EXPECT_THAT(Rows(), ElementsAre(" 1 1 1 1 0 0"));
}

TEST_F(LedgerServiceTest, DetailsOfWhatIsRecordedComeThrough) {
  Record("DECLINED", "star", "north", "", "decline_reason: OVER_BUDGET");
  Record("NO_SHOW", "star", "moon");
  Record("RATED", "star", "moon", "", "rating: 4");
  Record("AGREEMENT_SIGNED", "star", "moon", "",
         "agreement_type: LICENCE_AGREEMENT value_band: UP_TO_1_MILLION");
  const auto ledger = Get();
  ASSERT_THAT(ledger->rows(), SizeIs(1));
  const v1::LedgerRow& row = ledger->rows(0);
  EXPECT_EQ(row.declined_pair_count(), 1);
  ASSERT_THAT(row.declines(), SizeIs(1));
  EXPECT_EQ(row.declines(0).reason(), v1::OVER_BUDGET);
  EXPECT_EQ(row.no_show_count(), 1);
  EXPECT_EQ(row.mean_rating(), 4);
  ASSERT_THAT(row.signed_values(), SizeIs(1));
  EXPECT_EQ(row.signed_values(0).value_band(), v1::UP_TO_1_MILLION);
  EXPECT_EQ(row.steps(2).rate(), 0.5);
  EXPECT_GT(row.steps(2).rate_high(), 0.5);
}

TEST_F(LedgerServiceTest, PeriodsAreTakenFromTheTimeOfHappening) {
  Record("VIEWED", "star", "north", "2024-03-31T23:59:59Z");
  Record("PARTNERSHIP", "star", "north", "2024-06-01T00:00:00Z");
  Record("MET", "museum", "moon", "2024-04-01T00:00:00Z");
  EXPECT_THAT(Rows("group_by: BY_MONTH"),
              ElementsAre("2024-03 1 1 1 1 1 1", "2024-04 1 1 1 1 1 0"));
  EXPECT_THAT(Rows(Period("2024-03-01T00:00:00Z", "2024-04-01T00:00:00Z")),
              ElementsAre(" 1 1 1 1 1 1"));
  EXPECT_THAT(Rows(Period("2024-04-01T00:00:00Z", "2024-05-01T00:00:00Z")),
              ElementsAre(" 1 1 1 1 1 0"));
  EXPECT_THAT(Rows(Period("2024-05-01T00:00:00Z", "2024-07-01T00:00:00Z")),
              ElementsAre(" 0 0 0 0 0 0"));
}

TEST_F(LedgerServiceTest, KindsAndTopicsAreThoseOfTheProfilesNow) {
  Record("MET", "star", "north");
  Record("MET", "museum", "moon");
  Record("VIEWED", "north", "moon");
  EXPECT_THAT(Rows("group_by: BY_KINDS"),
              ElementsAre("CREATOR+CREATOR 1 1 0 0 0 0", "CREATOR+SCENE_UNIT 2 2 2 2 2 0"));
  EXPECT_THAT(Rows("kinds: SCENE_UNIT"), ElementsAre(" 2 2 2 2 2 0"));
  EXPECT_THAT(Rows("kinds: INVESTOR"), ElementsAre(" 0 0 0 0 0 0"));
  EXPECT_THAT(Rows("group_by: BY_TOPIC"), ElementsAre(" 2 2 2 2 2 0", "game-music 1 1 0 0 0 0"));
  // Game music is below music for media, which the museum states.
  EXPECT_THAT(Rows("topic: 'media-music'"), ElementsAre(" 2 2 1 1 1 0"));
  EXPECT_THAT(Rows("topic: 'game-music'"), ElementsAre(" 1 1 0 0 0 0"));
}

TEST_F(LedgerServiceTest, KindOfADeletedMemberIsNotKnown) {
  Record("MET", "star", "north");
  ASSERT_TRUE(Send<v1::DeleteMemberRequest>("name: 'alliances/music/members/star'").ok());
  AwaitIndex();
  EXPECT_THAT(Rows("group_by: BY_KINDS"), ElementsAre(" 1 1 1 1 1 0"));
  EXPECT_THAT(Rows("kinds: SCENE_UNIT"), ElementsAre(" 0 0 0 0 0 0"));
  EXPECT_THAT(Rows("kinds: CREATOR"), ElementsAre(" 1 1 1 1 1 0"));
}

TEST_F(LedgerServiceTest, PairsOfStoredListsCountAsSuggestedUnderTheirPolicy) {
  const std::int64_t pairs = Refresh();
  ASSERT_GT(pairs, 0);
  EXPECT_EQ(Refresh(), pairs);
  Record("ACCEPTED", "star", "north");
  const auto ledger = Get("group_by: BY_POLICY_VERSION");
  ASSERT_THAT(ledger->rows(), SizeIs(1));
  EXPECT_EQ(
      ledger->rows(0).group(),
      absl::StrCat(Send<v1::GetAllianceRequest>("name: 'alliances/music'")->policy().version()));
  EXPECT_EQ(ledger->rows(0).steps(0).count(), pairs);
  EXPECT_EQ(ledger->rows(0).steps(2).count(), 1);
  const std::string now = absl::FormatTime("%Y-%m", absl::Now(), absl::UTCTimeZone());
  EXPECT_EQ(Get("group_by: BY_MONTH")->rows(0).group(), now);
  const auto by_rule = Get("group_by: BY_STAFF_RULE");
  ASSERT_THAT(by_rule->rows(), SizeIs(1));
  EXPECT_EQ(by_rule->rows(0).group(), "");
  EXPECT_FALSE(by_rule->rows(0).has_lift());
}

TEST_F(LedgerServiceTest, NamesEveryBadField) {
  const auto refused =
      Get("start_time { seconds: 100 } end_time { seconds: 100 nanos: 5 } group_by: 77 kinds: 99 "
          "topic: 'no-such-topic'");
  EXPECT_EQ(refused.code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFields(refused.status), ElementsAre("end_time", "group_by", "kinds[0]", "topic"));
  EXPECT_THAT(BadFields(Get("start_time { seconds: 900000000000 }").status),
              ElementsAre("start_time"));
  const auto unknown = Call<v1::LedgerService, v1::Ledger>(
      &v1::LedgerService::Stub::GetLedger,
      Parse<v1::GetLedgerRequest>("parent: 'alliances/nobody'"));
  EXPECT_EQ(unknown.code(), grpc::StatusCode::NOT_FOUND);
  const auto unnamed = Call<v1::LedgerService, v1::Ledger>(&v1::LedgerService::Stub::GetLedger,
                                                           v1::GetLedgerRequest());
  EXPECT_THAT(BadFields(unnamed.status), ElementsAre("parent"));
}

}  // namespace
}  // namespace counterpoint::service
