#include "service/calls/call_counts.h"

namespace counterpoint::service {

absl::string_view ShedName(Shed shed) {
  constexpr std::array<absl::string_view, kSheds> kNames = {
      "rate",  "calls",   "calls_of_caller", "streams", "streams_of_caller",
      "queue", "expired", "abandoned",       "stalled"};
  return kNames[static_cast<std::size_t>(shed)];
}

}  // namespace counterpoint::service
