#include "service/gateway/call_metadata.h"

#include <algorithm>
#include <cstdint>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "service/access/forwarded_peer.h"

namespace counterpoint::service::gateway {
namespace {

using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;

constexpr char kTimeout[] = "Connect-Timeout-Ms";
// As many digits as the protocol allows.
constexpr std::size_t kMostTimeoutDigits = 10;

absl::string_view ViewOf(const grpc::string_ref& text) { return {text.data(), text.size()}; }

// What a value of metadata may be made of.
bool IsPlain(absl::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

// What a key of metadata may be made of; HTTP takes more. gRPC ends the process where it is
// given another.
bool IsKey(absl::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
  });
}

// gRPC's own is for gRPC.
template <typename Add>
void ForEachOfCallers(const Metadata& metadata, const Add& add) {
  for (const auto& [key, value] : metadata) {
    const absl::string_view name = ViewOf(key);
    if (absl::StartsWith(name, "grpc-") || name == "content-type" || name == "user-agent") continue;
    add(name, absl::EndsWith(name, "-bin") ? absl::Base64Escape(ViewOf(value))
                                           : std::string(ViewOf(value)));
  }
}

absl::Status ReadTimeout(absl::string_view value, grpc::ClientContext& context) {
  std::int64_t millis = 0;
  if (value.size() > kMostTimeoutDigits || !absl::SimpleAtoi(value, &millis) || millis < 0) {
    return absl::InvalidArgumentError(absl::StrCat(kTimeout, " has to be milliseconds in at most ",
                                                   kMostTimeoutDigits, " digits"));
  }
  // gRPC begins such a call all the same, and may end it in time.
  if (millis == 0) return absl::DeadlineExceededError("the caller had no time left");
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(millis)));
  return absl::OkStatus();
}

}  // namespace

absl::Status ReadCallHeaders(const RequestHead& head, grpc::ClientContext& context) {
  for (const auto& field : head) {
    const std::string name = absl::AsciiStrToLower(gateway::ViewOf(field.name_string()));
    const absl::string_view value = gateway::ViewOf(field.value());
    if (absl::EqualsIgnoreCase(name, kTimeout)) {
      const absl::Status read = ReadTimeout(value, context);
      if (!read.ok()) return read;
    }
    if (name != "authorization" && !absl::StartsWith(name, "x-")) continue;
    if (!IsKey(name)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the name of the header ", name, " may hold letters, digits, '-', '_' and '.' only"));
    }
    std::string bytes(value);
    if (absl::EndsWith(name, "-bin")) {
      if (!absl::Base64Unescape(value, &bytes)) {
        return absl::InvalidArgumentError(absl::StrCat("the header ", name, " is no Base64"));
      }
    } else if (!IsPlain(value)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the header ", name, " may hold visible ASCII characters only"));
    }
    context.AddMetadata(name, bytes);
  }
  return absl::OkStatus();
}

void TellPeer(absl::string_view address, grpc::ClientContext& context) {
  ForwardPeer(absl::StrCat(absl::StartsWith(address, "[") ? "ipv6:" : "ipv4:", address), context);
}

void AddInitialMetadata(const grpc::ClientContext& context, ResponseHead& head) {
  ForEachOfCallers(context.GetServerInitialMetadata(),
                   [&](absl::string_view name, const std::string& value) {
                     head.insert(BeastViewOf(name), value);
                   });
}

void AddTrailingMetadata(const grpc::ClientContext& context, ResponseHead& head) {
  ForEachOfCallers(context.GetServerTrailingMetadata(),
                   [&](absl::string_view name, const std::string& value) {
                     head.insert(absl::StrCat("trailer-", name), value);
                   });
}

nlohmann::json TrailingMetadata(const grpc::ClientContext& context) {
  nlohmann::json metadata = nlohmann::json::object();
  ForEachOfCallers(context.GetServerTrailingMetadata(),
                   [&](absl::string_view name, const std::string& value) {
                     metadata[std::string(name)].push_back(value);
                   });
  return metadata;
}

}  // namespace counterpoint::service::gateway
