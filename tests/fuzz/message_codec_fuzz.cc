// Messages between JSON and bytes, and errors as the Connect protocol writes them. The
// first byte chooses the type.
#include <cstdint>
#include <string>
#include <vector>

#include "counterpoint/rpc/status.pb.h"
#include "counterpoint/v1/member.pb.h"
#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/policy.pb.h"
#include "counterpoint/v1/session.pb.h"
#include "counterpoint/v1/staff_rule.pb.h"
#include "nlohmann/json.hpp"
#include "service/gateway/connect_error.h"
#include "service/gateway/message_codec.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/require.h"

namespace counterpoint::service::gateway {
namespace {

using fuzz::ByteSource;
using fuzz::Require;
using fuzz::RequireNamed;
using google::protobuf::Descriptor;

const Descriptor& TypeOf(std::size_t number) {
  static const auto* const kTypes = new std::vector<const Descriptor*>{
      v1::Member::descriptor(),         v1::Session::descriptor(), v1::SessionPlan::descriptor(),
      v1::StaffRule::descriptor(),      v1::Policy::descriptor(),  v1::Participant::descriptor(),
      google::rpc::Status::descriptor()};
  return *(*kTypes)[number % kTypes->size()];
}

void CheckJson(const Descriptor& type, const std::string& text) {
  const auto wire = ToWire(type, Codec::kJson, text);
  if (!wire.ok()) {
    RequireNamed(wire.status(), absl::StatusCode::kInvalidArgument, "what is no JSON is refused");
    return;
  }
  const auto json = FromWire(type, Codec::kJson, *wire);
  // Times that no calendar has can be read, and are for the service to refuse.
  if (!json.ok()) return;
  Require(nlohmann::json::accept(*json), "an answer is JSON");
  const auto again = ToWire(type, Codec::kJson, *json);
  Require(again.ok(), "what is printed can be read: " + *json);
  const auto settled = FromWire(type, Codec::kJson, *again);
  Require(settled.ok() && *settled == *json, "what is printed is read as it was: " + *json);
}

// Not of types that hold google.protobuf.Any, whose content only the service makes.
void CheckBytes(const Descriptor& type, const std::string& bytes) {
  if (&type == google::rpc::Status::descriptor()) return;
  const auto json = JsonOf(type.full_name(), bytes);
  if (json.ok()) {
    Require(nlohmann::json::accept(*json), "an answer is JSON");
  } else {
    RequireNamed(json.status(), absl::StatusCode::kInvalidArgument, "what is no message");
  }
}

void CheckError(ByteSource source) {
  const auto code = static_cast<grpc::StatusCode>(1 + source.Below(20));
  const std::string text = source.Text();
  const grpc::Status status(code, text, std::string(source.rest()));
  const std::string json = ErrorJson(status);
  const auto read = nlohmann::json::parse(json, nullptr, false);
  Require(read.is_object() && read["code"] == std::string(ConnectCode(code)), "an error is JSON");
  Require(HttpStatus(code) >= 400 && HttpStatus(code) < 600, "an error is one of HTTP");
  const int seconds = RetryAfterSeconds(status);
  Require(seconds >= 0 && seconds <= 86'400, "a wait is a day at most");
}

}  // namespace
}  // namespace counterpoint::service::gateway

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::service::gateway;
  counterpoint::fuzz::ByteSource source(data, size);
  const auto& type = TypeOf(source.Byte());
  const std::string text(source.rest());
  CheckJson(type, text);
  CheckBytes(type, text);
  CheckError(source);
  return 0;
}
