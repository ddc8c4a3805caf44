// Which pages of other origins may call (https://fetch.spec.whatwg.org/#http-cors-protocol).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "service/gateway/http_messages.h"

namespace counterpoint::service::gateway {

// Immutable.
class CrossOrigin {
 public:
  // Origins as browsers send them, "https://portal.example"; "*" is every one.
  explicit CrossOrigin(std::vector<std::string> allowed) : allowed_(std::move(allowed)) {}

  // Answers what a browser asks before a call: 204, or 403 to an origin that may not.
  Response AnswerPreflight(const RequestHead& request) const;
  // Adds to an answer that the page may read it, where it may.
  void Allow(const RequestHead& request, ResponseHead& response) const;

 private:
  bool IsAllowed(absl::string_view origin) const;

  const std::vector<std::string> allowed_;
};

}  // namespace counterpoint::service::gateway
