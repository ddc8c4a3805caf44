#include "service/gateway/cross_origin.h"

#include "absl/algorithm/container.h"

namespace counterpoint::service::gateway {
namespace {

// Browsers ask again after two hours at the latest.
constexpr char kMaxAge[] = "7200";
constexpr char kRequestHeaders[] =
    "Authorization, Content-Type, Content-Encoding, Connect-Protocol-Version, Connect-Timeout-Ms, "
    "Connect-Accept-Encoding, Connect-Content-Encoding, X-Request-Id, X-User-Agent";
constexpr char kResponseHeaders[] =
    "Connect-Content-Encoding, Retry-After, X-Request-Id, Trailer-X-Request-Id";

}  // namespace

bool CrossOrigin::IsAllowed(absl::string_view origin) const {
  return absl::c_any_of(
      allowed_, [&](const std::string& allowed) { return allowed == "*" || allowed == origin; });
}

Response CrossOrigin::AnswerPreflight(const RequestHead& request) const {
  Response response(http::status::no_content, 11);
  if (!IsAllowed(ViewOf(request[http::field::origin]))) {
    response.result(http::status::forbidden);
    response.set(http::field::content_type, "text/plain");
    response.body() = "pages of this origin may not call; the configuration says which may\n";
    return response;
  }
  Allow(request, response);
  response.set(http::field::access_control_allow_methods, "POST");
  response.set(http::field::access_control_allow_headers, kRequestHeaders);
  response.set(http::field::access_control_max_age, kMaxAge);
  return response;
}

void CrossOrigin::Allow(const RequestHead& request, ResponseHead& response) const {
  const auto origin = request[http::field::origin];
  if (origin.empty() || !IsAllowed(ViewOf(origin))) return;
  response.set(http::field::access_control_allow_origin, origin);
  response.insert(http::field::vary, "Origin");
  response.set(http::field::access_control_expose_headers, kResponseHeaders);
}

}  // namespace counterpoint::service::gateway
