#include "service/calls/call_trace.h"

namespace counterpoint::service {

absl::string_view StageName(Stage stage) {
  constexpr std::array<absl::string_view, kStages> kNames = {"admit",    "queue",  "work",  "rank",
                                                             "evidence", "commit", "write", "wait"};
  return kNames[static_cast<std::size_t>(stage)];
}

}  // namespace counterpoint::service
