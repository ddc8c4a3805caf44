#include "service/command_line/duration_argument.h"

#include "service/configuration/duration_text.h"

namespace counterpoint::command_line {

std::string ValidateDuration(const std::string& text) {
  if (service::ParseDurationText(text)) return "";
  return "not a duration such as 90s, 10m, 24h or 90d: " + text;
}

absl::Duration DurationOf(const std::string& text) { return *service::ParseDurationText(text); }

}  // namespace counterpoint::command_line
