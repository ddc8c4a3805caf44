#include "service/gateway/connect_error.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"
#include "counterpoint/rpc/status.pb.h"
#include "nlohmann/json.hpp"
#include "service/gateway/message_codec.h"

namespace counterpoint::service::gateway {
namespace {

constexpr std::int64_t kLongestWait = 86'400;  // Seconds.

struct CodeEntry {
  absl::string_view name;
  int http_status;
};

// By number.
constexpr CodeEntry kCodes[] = {
    {"ok", 200},
    {"canceled", 499},
    {"unknown", 500},
    {"invalid_argument", 400},
    {"deadline_exceeded", 504},
    {"not_found", 404},
    {"already_exists", 409},
    {"permission_denied", 403},
    {"resource_exhausted", 429},
    {"failed_precondition", 400},
    {"aborted", 409},
    {"out_of_range", 400},
    {"unimplemented", 501},
    {"internal", 500},
    {"unavailable", 503},
    {"data_loss", 500},
    {"unauthenticated", 401},
};

const CodeEntry& EntryOf(grpc::StatusCode code) {
  const bool known = code >= 0 && code < static_cast<int>(std::size(kCodes));
  return kCodes[known ? code : grpc::StatusCode::UNKNOWN];
}

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  // Without them where they cannot be read.
  if (!details.ParseFromString(status.error_details())) details.Clear();
  return details;
}

}  // namespace

absl::string_view ConnectCode(grpc::StatusCode code) { return EntryOf(code).name; }

int HttpStatus(grpc::StatusCode code) { return EntryOf(code).http_status; }

nlohmann::json ErrorObject(const grpc::Status& status) {
  nlohmann::json error = {{"code", std::string(ConnectCode(status.error_code()))}};
  if (!status.error_message().empty()) error["message"] = status.error_message();
  const google::rpc::Status details = DetailsOf(status);
  for (const google::protobuf::Any& detail : details.details()) {
    const std::string type(absl::StripPrefix(detail.type_url(), kTypePrefix));
    nlohmann::json entry = {
        {"type", type},
        {"value", std::string(absl::StripSuffix(
                      absl::StripSuffix(absl::Base64Escape(detail.value()), "="), "="))}};
    const auto debug = JsonOf(type, detail.value());
    if (debug.ok()) entry["debug"] = nlohmann::json::parse(*debug, nullptr, false);
    error["details"].push_back(std::move(entry));
  }
  return error;
}

std::string ErrorJson(const grpc::Status& status) {
  // What is no UTF-8 in a message is replaced.
  return ErrorObject(status).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

int RetryAfterSeconds(const grpc::Status& status) {
  const google::rpc::Status details = DetailsOf(status);
  for (const google::protobuf::Any& detail : details.details()) {
    google::rpc::RetryInfo retry;
    if (!detail.UnpackTo(&retry)) continue;
    const bool part = retry.retry_delay().nanos() > 0;
    const auto whole = std::clamp<std::int64_t>(retry.retry_delay().seconds(), 0, kLongestWait);
    return static_cast<int>(std::clamp<std::int64_t>(whole + (part ? 1 : 0), 1, kLongestWait));
  }
  return 0;
}

}  // namespace counterpoint::service::gateway
