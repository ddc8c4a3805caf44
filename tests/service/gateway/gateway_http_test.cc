// What the gateway serves beside calls, and to whom.
#include <filesystem>
#include <fstream>
#include <thread>

#include "gmock/gmock.h"
#include "tests/service/gateway/gateway_fixture.h"

namespace counterpoint::service {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

class GatewayHttpTest : public GatewayTest {};

TEST_F(GatewayHttpTest, HealthIsThatOfTheServer) {
  const auto answer = Client().Get("/healthz");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
}

TEST_F(GatewayHttpTest, MetricsCountItsCallsAsThoseOfGrpc) {
  ASSERT_TRUE(Call("AllianceService/GetAlliance", {{"name", "alliances/music"}}));
  const auto answer = Client().Get("/metrics");
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->body, HasSubstr("method=\"/counterpoint.v1.AllianceService/GetAlliance\""));
}

TEST_F(GatewayHttpTest, WithoutAConsoleSaysWhatThereIs) {
  const auto answer = Client().Get("/");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 404);
  EXPECT_THAT(answer->body, HasSubstr("POST /package.Service/Method"));
}

TEST_F(GatewayHttpTest, ServesTheConsoleUnderAStrictPolicy) {
  const fs::path folder = fs::path(::testing::TempDir()) / "gateway_http_test_console";
  fs::create_directories(folder);
  std::ofstream(folder / "index.html") << "<!doctype html><title>Counterpoint</title>";
  Stop();
  options_.gateway.console_directory = folder.string();
  Start();
  const auto answer = Client().Get("/alliances/music");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_THAT(answer->get_header_value("Content-Security-Policy"), HasSubstr("script-src 'self';"));
  EXPECT_EQ(answer->get_header_value("X-Content-Type-Options"), "nosniff");
  const auto head = Client().Head("/");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->body, "");
  fs::remove_all(folder);
}

TEST_F(GatewayHttpTest, PagesOfOtherOriginsCallWhereTheyAreAllowed) {
  Stop();
  options_.gateway.allowed_origins = {"https://portal.example"};
  Start();
  const std::string path = "/counterpoint.v1.AllianceService/GetAlliance";
  const auto preflight = Client().Options(
      path, {{"Origin", "https://portal.example"}, {"Access-Control-Request-Method", "POST"}});
  ASSERT_TRUE(preflight);
  EXPECT_EQ(preflight->status, 204);
  EXPECT_EQ(preflight->get_header_value("Access-Control-Allow-Origin"), "https://portal.example");
  EXPECT_THAT(preflight->get_header_value("Access-Control-Allow-Headers"),
              HasSubstr("Connect-Protocol-Version"));
  const auto answer = Call("AllianceService/GetAlliance", {{"name", "alliances/music"}},
                           {{"Origin", "https://portal.example"}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->get_header_value("Access-Control-Allow-Origin"), "https://portal.example");
  // Errors have to be readable too.
  const auto error =
      Call("AllianceService/GetAlliance", {{"name", "x"}}, {{"Origin", "https://portal.example"}});
  EXPECT_EQ(error->get_header_value("Access-Control-Allow-Origin"), "https://portal.example");

  const auto refused = Client().Options(
      path, {{"Origin", "https://elsewhere.example"}, {"Access-Control-Request-Method", "POST"}});
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 403);
  EXPECT_EQ(refused->get_header_value("Access-Control-Allow-Origin"), "");
}

TEST_F(GatewayHttpTest, WithoutTokensAnswersUnderItsOwnNamesOnly) {
  for (const char* host : {"127.0.0.1", "localhost:8080", "[::1]:8080"}) {
    const auto answer = Client().Get("/healthz", {{"Host", host}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200) << host;
  }
  const auto rebound = Client().Get("/healthz", {{"Host", "elsewhere.example"}});
  ASSERT_TRUE(rebound);
  EXPECT_EQ(rebound->status, 403);
}

TEST_F(GatewayHttpTest, OpenToOtherMachinesItHasToAskWhoCalls) {
  ServerOptions options = options_;
  options.store.path += "-open";
  options.gateway.listen = "0.0.0.0:0";
  const auto server = Server::Start(options);
  EXPECT_TRUE(absl::IsInvalidArgument(server.status())) << server.status();
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("--http-listen 0.0.0.0:0"));
}

TEST_F(GatewayHttpTest, APortThatIsTakenIsToldSo) {
  ServerOptions options = options_;
  options.store.path += "-second";
  options.gateway.listen = "127.0.0.1:" + std::to_string(server_->http_port());
  const auto server = Server::Start(options);
  EXPECT_TRUE(absl::IsInvalidArgument(server.status())) << server.status();
}

TEST_F(GatewayHttpTest, IdleConnectionsDoNotHoldTheServerWhenItStops) {
  httplib::Client client = Client();
  client.set_keep_alive(true);
  ASSERT_TRUE(client.Get("/healthz"));
  server_->Drain(absl::Minutes(5));
  server_.reset();
  EXPECT_FALSE(client.Get("/healthz"));
}

TEST_F(GatewayHttpTest, WhatIsNoHttpEndsItsConnectionAlone) {
  httplib::Client client = Client();
  const auto odd = client.Get("/healthz", {{"X-Long", std::string(100'000, 'x')}});
  EXPECT_FALSE(odd && odd->status == 200);
  const auto answer = Client().Get("/healthz");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
}

}  // namespace
}  // namespace counterpoint::service
