// Streams through the gateway.
#include <atomic>
#include <thread>

#include "gmock/gmock.h"
#include "service/gateway/envelope.h"
#include "service/gateway/gzip.h"
#include "tests/service/gateway/gateway_fixture.h"

namespace counterpoint::service {
namespace {

using nlohmann::json;

class GatewayStreamTest : public GatewayTest {};

json MemberOf(const std::string& id, const std::string& name) {
  return {{"name", "alliances/music/members/" + id},
          {"kind", "CREATOR"},
          {"displayName", {{"en", name}}}};
}

TEST_F(GatewayStreamTest, OfAnswersEndsWithWhatHappened) {
  for (int i = 0; i < 30; ++i) CreateMember("m-" + std::to_string(i), kComposer);
  const auto answer = Stream("MemberService/StreamMembers", {{{"parent", "alliances/music"}}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->get_header_value("Content-Type"), "application/connect+json");
  const StreamBody stream = ParseStream(answer->body);
  std::size_t members = 0;
  for (const json& message : stream.messages) {
    members += message.contains("members") ? message["members"].size() : 0;
  }
  EXPECT_EQ(members, 30U);
  ASSERT_FALSE(stream.end.is_null());
  EXPECT_FALSE(stream.end.contains("error"));
}

TEST_F(GatewayStreamTest, ErrorsAreInItsLastMessage) {
  const auto answer = Stream("MemberService/StreamMembers", {{{"parent", "alliances/none"}}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  const StreamBody stream = ParseStream(answer->body);
  EXPECT_TRUE(stream.messages.empty());
  EXPECT_EQ(stream.end["error"]["code"], "not_found");
}

TEST_F(GatewayStreamTest, OfRequestsIsReadAsItComes) {
  std::vector<json> requests;
  for (int i = 0; i < 50; ++i) {
    requests.push_back({{"members", {MemberOf("m-" + std::to_string(i), "One of many")}}});
  }
  requests.front()["parent"] = "alliances/music";
  requests.push_back({{"members", {{{"name", "alliances/music/members/Bad Id"}}}}});
  const auto answer = Stream("MemberService/ImportMembers", requests);
  ASSERT_TRUE(answer);
  const StreamBody stream = ParseStream(answer->body);
  ASSERT_FALSE(stream.messages.empty()) << stream.end;
  EXPECT_FALSE(stream.end.contains("error")) << stream.end;
  EXPECT_EQ(
      Send<v1::ListMembersRequest>("parent: 'alliances/music' page_size: 1000")->members_size(),
      50);
}

TEST_F(GatewayStreamTest, MessagesMayBeCompressed) {
  for (int i = 0; i < 30; ++i) CreateMember("m-" + std::to_string(i), kComposer);
  const std::string request = gateway::Framed(
      gateway::Envelope::kCompressed, gateway::Gzip(json{{"parent", "alliances/music"}}.dump(), 6));
  const auto answer =
      Client().Post("/counterpoint.v1.MemberService/StreamMembers",
                    {{"Connect-Content-Encoding", "gzip"}, {"Connect-Accept-Encoding", "gzip"}},
                    request, "application/connect+json");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->get_header_value("Connect-Content-Encoding"), "gzip");
  gateway::EnvelopeReader reader(answer->body.size());
  reader.Add(answer->body);
  int compressed = 0;
  for (;;) {
    const auto next = reader.Next();
    ASSERT_TRUE(next.ok());
    if (!next->has_value()) break;
    if ((*next)->flags != gateway::Envelope::kCompressed) continue;
    ++compressed;
    const auto plain = gateway::Gunzip((*next)->payload, 1 << 20);
    ASSERT_TRUE(plain.ok());
    EXPECT_TRUE(json::parse(*plain).contains("members"));
  }
  EXPECT_GT(compressed, 0);
}

TEST_F(GatewayStreamTest, BrokenRequestsAreToldSo) {
  const std::string path = "/counterpoint.v1.MemberService/StreamMembers";
  const std::string whole = gateway::Framed(0, json{{"parent", "alliances/music"}}.dump());
  const std::vector<std::pair<std::string, std::string>> cases = {
      {whole.substr(0, whole.size() - 3), "invalid_argument"},
      {gateway::Framed(0, "{"), "invalid_argument"},
      {whole + whole, "unimplemented"},
      {"", "unimplemented"},
      {gateway::Framed(gateway::Envelope::kCompressed, "x"), "invalid_argument"},
  };
  for (const auto& [body, code] : cases) {
    const auto answer = Client().Post(path, body, "application/connect+json");
    ASSERT_TRUE(answer);
    EXPECT_EQ(ParseStream(answer->body).end["error"]["code"], code);
  }
}

TEST_F(GatewayStreamTest, AWatchTellsOfChangesAsTheyHappenAndEndsWithItsReader) {
  CreateMember("first", kComposer);
  std::atomic<bool> told = false;
  std::string read;
  httplib::Client client = Client();
  httplib::Request request;
  request.method = "POST";
  request.path = "/counterpoint.v1.MemberService/WatchMembers";
  request.headers = {{"Content-Type", "application/connect+json"}};
  request.body = gateway::Framed(0, json{{"parent", "alliances/music"}}.dump());
  std::thread writer;
  request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    read.append(data, size);
    if (!writer.joinable()) writer = std::thread([&] { CreateMember("later", kComposer); });
    told = read.find("alliances/music/members/later") != std::string::npos;
    return !told;  // Ends the connection.
  };
  const httplib::Result ended = client.send(request);
  if (writer.joinable()) writer.join();
  EXPECT_FALSE(ended);
  EXPECT_TRUE(told);
  // A server whose streams have all ended stops at once.
  const absl::Time before = absl::Now();
  Stop();
  EXPECT_LT(absl::Now() - before, absl::Seconds(30));
}

}  // namespace
}  // namespace counterpoint::service
