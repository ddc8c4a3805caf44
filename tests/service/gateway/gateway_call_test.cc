// Unary calls through the gateway.
#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "service/gateway/gzip.h"
#include "tests/service/gateway/gateway_fixture.h"

namespace counterpoint::service {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

constexpr char kNorth[] = "alliances/music/members/north";

class GatewayCallTest : public GatewayTest {
 protected:
  void SetUp() override {
    GatewayTest::SetUp();
    CreateMember("north", kComposer);
    CreateMember("river", kGameStudio);
    AwaitIndex();
  }
};

TEST_F(GatewayCallTest, AnswerAsGrpcDoes) {
  const auto answer = Call("MemberService/GetMember", {{"name", kNorth}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->get_header_value("Content-Type"), "application/json");
  const json member = json::parse(answer->body);
  EXPECT_EQ(member["displayName"]["en"], "North Wind Audio");
  EXPECT_EQ(member["kind"], "CREATOR");

  v1::GetMemberRequest request;
  request.set_name(kNorth);
  const auto binary = Client().Post("/counterpoint.v1.MemberService/GetMember",
                                    request.SerializeAsString(), "application/proto");
  ASSERT_TRUE(binary);
  EXPECT_EQ(binary->get_header_value("Content-Type"), "application/proto");
  v1::Member read;
  ASSERT_TRUE(read.ParseFromString(binary->body));
  EXPECT_EQ(read.DebugString(), Send(request)->DebugString());
}

TEST_F(GatewayCallTest, WriteWhatGrpcThenReads) {
  const auto answer =
      Call("MemberService/UpdateMember",
           {{"member", {{"name", kNorth}, {"region", "CN-BJ"}}}, {"updateMask", "region"}});
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->status, 200) << answer->body;
  EXPECT_EQ(Send<v1::GetMemberRequest>("name: 'alliances/music/members/north'")->region(), "CN-BJ");
}

TEST_F(GatewayCallTest, EveryMethodOfEveryServiceIsThere) {
  for (const char* method :
       {"AllianceService/ListAlliances", "MatchingService/RecommendPartners",
        "InteractionService/ListInteractions", "LearningService/ListPolicyProposals",
        "LedgerService/GetLedger", "OperationService/ListOperations", "PlanService/ListPlans",
        "RecommendationService/ListGenerations", "SessionService/ListSessions",
        "SessionDayService/ListMeetingOutcomes", "StaffRuleService/ListStaffRules"}) {
    const auto answer = Call(method, json::object());
    ASSERT_TRUE(answer) << method;
    // Without a name there is nothing to list; but the method is there.
    EXPECT_THAT(answer->status, ::testing::AnyOf(200, 400)) << method << answer->body;
  }
}

TEST_F(GatewayCallTest, ErrorsHaveCodeMessageAndEveryBadField) {
  const auto answer = Call(
      "MemberService/CreateMember",
      {{"parent", "alliances/music"}, {"memberId", "No Id"}, {"member", {{"region", "nowhere!"}}}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 400);
  const json error = json::parse(answer->body);
  EXPECT_EQ(error["code"], "invalid_argument");
  EXPECT_FALSE(error["message"].get<std::string>().empty());
  std::vector<std::string> fields;
  for (const json& violation : error["details"][0]["debug"]["fieldViolations"]) {
    fields.push_back(violation["field"]);
  }
  EXPECT_THAT(fields, ::testing::IsSupersetOf({"member_id", "member.region"}));
}

TEST_F(GatewayCallTest, NotFoundIs404WithTheResource) {
  const auto answer = Call("MemberService/GetMember", {{"name", "alliances/music/members/nobody"}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 404);
  EXPECT_THAT(answer->body, HasSubstr("alliances/music/members/nobody"));
}

TEST_F(GatewayCallTest, JsonThatIsNoneIsToldSo) {
  const auto answer =
      Client().Post("/counterpoint.v1.MemberService/GetMember", "{\"name\": ", "application/json");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 400);
  EXPECT_EQ(json::parse(answer->body)["code"], "invalid_argument");
}

TEST_F(GatewayCallTest, OtherContentTypesAndMethodsAreToldWhatIsTaken) {
  const auto text = Client().Post("/counterpoint.v1.MemberService/GetMember", "{}", "text/plain");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->status, 415);
  EXPECT_EQ(text->get_header_value("Accept-Post"), "application/json, application/proto");
  const auto get = Client().Get("/counterpoint.v1.MemberService/GetMember");
  ASSERT_TRUE(get);
  EXPECT_EQ(get->status, 405);
  EXPECT_EQ(get->get_header_value("Allow"), "POST");
  const auto none = Call("MemberService/GetMembers", json::object());
  ASSERT_TRUE(none);
  EXPECT_EQ(none->status, 404);
}

TEST_F(GatewayCallTest, ADeadlineThatHasPassedEndsTheCall) {
  const auto answer =
      Call("MemberService/GetMember", {{"name", kNorth}}, {{"Connect-Timeout-Ms", "0"}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 504);
  EXPECT_EQ(json::parse(answer->body)["code"], "deadline_exceeded");
  const auto wrong =
      Call("MemberService/GetMember", {{"name", kNorth}}, {{"Connect-Timeout-Ms", "soon"}});
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->status, 400);
  EXPECT_THAT(wrong->body, HasSubstr("Connect-Timeout-Ms"));
}

TEST_F(GatewayCallTest, HeadersThatGrpcCannotTakeAreRefusedAndTheServerGoesOn) {
  for (const char* name : {"X-Odd!", "x-$", "X-~-Bin"}) {
    const auto odd = Call("MemberService/GetMember", {{"name", kNorth}}, {{name, "1"}});
    ASSERT_TRUE(odd) << name;
    EXPECT_EQ(odd->status, 400) << name;
    EXPECT_THAT(odd->body, HasSubstr("the name of the header x-")) << name;
  }
  const auto usual =
      Call("MemberService/GetMember", {{"name", kNorth}}, {{"X-Any_Name.2", "value"}});
  ASSERT_TRUE(usual);
  EXPECT_EQ(usual->status, 200);
}

TEST_F(GatewayCallTest, BodiesMayBeCompressedBothWays) {
  httplib::Client client = Client();
  client.set_decompress(false);
  const std::string request = json{{"parent", "alliances/music"}}.dump();
  for (int i = 0; i < 40; ++i) CreateMember("more-" + std::to_string(i), kComposer);
  const auto answer = client.Post("/counterpoint.v1.MemberService/ListMembers",
                                  {{"Content-Encoding", "gzip"}, {"Accept-Encoding", "gzip"}},
                                  gateway::Gzip(request, 6), "application/json");
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->status, 200) << answer->body;
  EXPECT_EQ(answer->get_header_value("Content-Encoding"), "gzip");
  const auto plain = gateway::Gunzip(answer->body, 1 << 20);
  ASSERT_TRUE(plain.ok());
  EXPECT_EQ(json::parse(*plain)["members"].size(), 42U);
}

TEST_F(GatewayCallTest, LargeBodiesAreRefusedBeforeTheyAreRead) {
  Stop();
  options_.gateway.max_body_bytes = 10'000;
  Start();
  const auto large = Call("MemberService/GetMember", {{"name", std::string(20'000, 'x')}});
  ASSERT_TRUE(large);
  EXPECT_EQ(large->status, 429);
  EXPECT_EQ(json::parse(large->body)["code"], "resource_exhausted");
  const auto bomb =
      Client().Post("/counterpoint.v1.MemberService/GetMember", {{"Content-Encoding", "gzip"}},
                    gateway::Gzip(std::string(10 << 20, ' '), 9), "application/json");
  ASSERT_TRUE(bomb);
  EXPECT_EQ(bomb->status, 429) << bomb->body;
}

TEST_F(GatewayCallTest, OneConnectionServesManyCallsAtATimeAndOneAfterTheOther) {
  httplib::Client client = Client();
  client.set_keep_alive(true);
  for (int i = 0; i < 50; ++i) {
    const auto answer =
        client.Post("/counterpoint.v1.MemberService/GetMember",
                    json{{"name", i % 2 == 0 ? kNorth : "alliances/music/members/nobody"}}.dump(),
                    "application/json");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, i % 2 == 0 ? 200 : 404);
  }
}

TEST_F(GatewayCallTest, ComeFromWhereTheRequestDoes) {
  // Nobody else can say for whom a call is made.
  const auto written =
      Call("MemberService/UpdateMember",
           {{"member", {{"name", kNorth}, {"region", "CN-GD"}}}, {"updateMask", "region"}},
           {{"Counterpoint-Forwarded-Peer", "00000000000000000000000000000000 ipv4:192.0.2.1:1"}});
  ASSERT_TRUE(written);
  ASSERT_EQ(written->status, 200) << written->body;
  const auto trail = Call("AuditService/ListAuditEntries", {{"parent", "alliances/music"}});
  ASSERT_TRUE(trail);
  const json entries = json::parse(trail->body)["entries"];
  ASSERT_FALSE(entries.empty()) << trail->body;
  for (const json& entry : entries) {
    if (!absl::StrContains(entry["method"].get<std::string>(), "UpdateMember")) continue;
    EXPECT_THAT(entry["peer"], ::testing::StartsWith("ipv4:127.0.0.1:"));
    return;
  }
  ADD_FAILURE() << "the call has left no entry: " << trail->body;
}

class GuardedGatewayTest : public GuardedServiceTest {
 protected:
  void SetUp() override {
    options_.gateway.listen = "127.0.0.1:0";
    GuardedServiceTest::SetUp();
  }
  httplib::Result List(const httplib::Headers& headers) {
    return httplib::Client("127.0.0.1", server_->http_port())
        .Post("/counterpoint.v1.AllianceService/ListAlliances", headers, "{}", "application/json");
  }
  httplib::Result Metrics(const httplib::Headers& headers) {
    return httplib::Client("127.0.0.1", server_->http_port()).Get("/metrics", headers);
  }
};

TEST_F(GuardedGatewayTest, AsksForATokenAndTakesThatOfGrpc) {
  const auto nobody = List({});
  ASSERT_TRUE(nobody);
  EXPECT_EQ(nobody->status, 401);
  EXPECT_EQ(nobody->get_header_value("WWW-Authenticate"), "Bearer");
  const std::string token = Token(Role::kAdministrator, "");
  const auto known = List({{"Authorization", "Bearer " + token}});
  ASSERT_TRUE(known);
  EXPECT_EQ(known->status, 200) << known->body;
  const auto wrong = List({{"Authorization", "Bearer cpt_wrong"}});
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->status, 401);
}

TEST_F(GuardedGatewayTest, RolesCountAsInGrpc) {
  const std::string reader = Token(Role::kReader, "music");
  const auto answer =
      httplib::Client("127.0.0.1", server_->http_port())
          .Post("/counterpoint.v1.MemberService/DeleteMember",
                {{"Authorization", "Bearer " + reader}},
                json{{"name", "alliances/music/members/a"}}.dump(), "application/json");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 403) << answer->body;
}

TEST_F(GuardedGatewayTest, MetricsAreForThoseWhoSeeAllAlliances) {
  EXPECT_EQ(Metrics({})->status, 401);
  EXPECT_EQ(Metrics({{"Authorization", "Bearer " + Token(Role::kStaff, "music")}})->status, 403);
  const auto all = Metrics({{"Authorization", "Bearer " + Token(Role::kReader, "")}});
  EXPECT_EQ(all->status, 200);
  EXPECT_THAT(all->body, HasSubstr("counterpoint_grpc_calls_total"));
}

}  // namespace
}  // namespace counterpoint::service
