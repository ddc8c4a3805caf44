// A real server with its gateway, called over HTTP.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "httplib.h"
#include "nlohmann/json.hpp"
#include "tests/service/access/guarded_service_fixture.h"

namespace counterpoint::service {

// Of what a stream's body holds: the messages, and what its end says.
struct StreamBody {
  std::vector<nlohmann::json> messages;
  nlohmann::json end;  // Null: it has none.
};
StreamBody ParseStream(const std::string& body);

// Asks nobody who calls; GuardedGatewayTest does.
class GatewayTest : public ServiceTest {
 protected:
  void SetUp() override;

  httplib::Client Client();
  // POST of JSON; a path is "MemberService/GetMember".
  httplib::Result Call(const std::string& method, const nlohmann::json& request,
                       httplib::Headers headers = {});
  // Of messages in envelopes.
  httplib::Result Stream(const std::string& method, const std::vector<nlohmann::json>& requests,
                         httplib::Headers headers = {});
};

}  // namespace counterpoint::service
