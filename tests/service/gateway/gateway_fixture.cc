#include "tests/service/gateway/gateway_fixture.h"

#include "service/gateway/envelope.h"

namespace counterpoint::service {
namespace {

std::string PathOf(const std::string& method) { return "/counterpoint.v1." + method; }

}  // namespace

StreamBody ParseStream(const std::string& body) {
  gateway::EnvelopeReader reader(body.size());
  reader.Add(body);
  StreamBody stream;
  for (;;) {
    const auto next = reader.Next();
    if (!next.ok() || !next->has_value()) break;
    nlohmann::json message = nlohmann::json::parse((*next)->payload);
    if ((*next)->flags == gateway::Envelope::kEndOfStream) {
      stream.end = std::move(message);
    } else {
      stream.messages.push_back(std::move(message));
    }
  }
  EXPECT_FALSE(reader.HasRest());
  return stream;
}

void GatewayTest::SetUp() {
  options_.gateway.listen = "127.0.0.1:0";
  ServiceTest::SetUp();
  CreateAlliance("music");
}

httplib::Client GatewayTest::Client() {
  httplib::Client client("127.0.0.1", server_->http_port());
  client.set_read_timeout(60);
  return client;
}

httplib::Result GatewayTest::Call(const std::string& method, const nlohmann::json& request,
                                  httplib::Headers headers) {
  return Client().Post(PathOf(method), headers, request.dump(), "application/json");
}

httplib::Result GatewayTest::Stream(const std::string& method,
                                    const std::vector<nlohmann::json>& requests,
                                    httplib::Headers headers) {
  std::string body;
  for (const nlohmann::json& request : requests) body += gateway::Framed(0, request.dump());
  return Client().Post(PathOf(method), headers, body, "application/connect+json");
}

}  // namespace counterpoint::service
