// Members and interactions in JSON, one a line: each becomes a message that can be sent and
// printed, or names what is wrong with it.
#include <cstdint>
#include <sstream>
#include <string>

#include "clients/cli/interaction_source.h"
#include "clients/cli/json.h"
#include "clients/cli/member_source.h"
#include "tests/fuzz/require.h"

namespace counterpoint::cli {
namespace {

using fuzz::Require;
using fuzz::RequireNamed;

template <typename Message>
void CheckMessage(const absl::StatusOr<Message>& message) {
  if (!message.ok()) {
    RequireNamed(message.status(), absl::StatusCode::kInvalidArgument, "a bad line is refused");
    return;
  }
  const std::string bytes = message->SerializeAsString();
  Message read;
  Require(read.ParseFromString(bytes), "a message can be sent");
  const std::string json = ToJson(*message, false);
  Message again;
  // Times out of range can be read and not printed, and are for the service to refuse.
  if (json.empty()) return;
  const absl::Status parsed = FromJson(json, &again);
  Require(parsed.ok() && ToJson(again, false) == json,
          "what is printed is read as it was: " + json);
}

void CheckMembers(const std::string& text) {
  std::istringstream in(text);
  const auto source = JsonLinesSource(&in);
  for (auto next = source->Next(); next.ok() && next->has_value(); next = source->Next()) {
    const auto& member = (*next)->member;
    CheckMessage(member);
    if (!member.ok()) continue;
    Require(member->name().rfind("members/", 0) == 0 && member->etag().empty(),
            "a member comes without what is the service's to set");
  }
}

void CheckInteractions(const std::string& text) {
  std::istringstream in(text);
  const auto source = InteractionJsonLines(&in, "alliances/music");
  for (auto next = source->Next(); next.ok() && next->has_value(); next = source->Next()) {
    CheckMessage((*next)->interaction);
  }
}

}  // namespace
}  // namespace counterpoint::cli

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  counterpoint::cli::CheckMembers(text);
  counterpoint::cli::CheckInteractions(text);
  return 0;
}
