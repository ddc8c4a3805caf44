// Configuration text: every fault stands at a line of the text and says what is wrong, and
// what is written of a configuration is read as it was. Durations too.
#include <algorithm>
#include <cstdint>
#include <string>

#include "google/protobuf/util/message_differencer.h"
#include "service/configuration/configuration_text.h"
#include "service/configuration/duration_text.h"
#include "service/configuration/setting_values.h"
#include "tests/fuzz/require.h"

namespace counterpoint::service {
namespace {

using fuzz::Require;
using fuzz::RequireNamed;

void CheckFaults(const std::vector<ConfigurationFault>& faults, int lines) {
  for (const ConfigurationFault& fault : faults) {
    // The parser finds what is missing at the end on the line after the last.
    Require(fault.line >= 0 && fault.line <= lines + 1 && !fault.text.empty(),
            "a fault stands in the text and says what is wrong");
  }
}

void CheckText(const std::string& text) {
  const int lines = 1 + static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  const ParsedConfiguration parsed = ParseConfiguration(text);
  CheckFaults(parsed.faults, lines);
  for (const auto& [path, line] : parsed.lines) {
    Require(line >= 0 && line <= lines, "a field stands in the text: " + path);
  }
  ServeOptions options;
  const auto wrong = TakeSettings(parsed.configuration, parsed.lines, options);
  CheckFaults(wrong, lines);
  // It is costly, and most texts have faults.
  if (!parsed.faults.empty()) return;
  // Every setting that was refused keeps its default, so the options are good.
  const ServerConfiguration whole = ConfigurationOf(options);
  const ParsedConfiguration again = ParseConfiguration(CommentedText(whole));
  Require(again.faults.empty() &&
              google::protobuf::util::MessageDifferencer::Equals(whole, again.configuration),
          "what was written is read as it was");
  ServeOptions taken;
  Require(TakeSettings(whole, {}, taken).empty(), "what is written of options can be taken");
  Require(google::protobuf::util::MessageDifferencer::Equals(ConfigurationOf(taken), whole),
          "options are taken as they were");
}

void CheckFlag(const std::string& value) {
  for (const std::string& path : SettingPaths()) {
    ServerConfiguration configuration;
    const absl::Status set = SetField(path, value, configuration);
    if (!set.ok()) {
      RequireNamed(set, absl::StatusCode::kInvalidArgument, "a value of another type is refused");
      Require(set.message().find(path) != absl::string_view::npos, "the error names the setting");
    }
  }
}

void CheckDuration(const std::string& text) {
  const auto duration = ParseDurationText(text);
  if (!duration) return;
  Require(*duration >= absl::ZeroDuration() && *duration != absl::InfiniteDuration(),
          "a duration is finite and not below 0");
  const std::string written = FormatDurationText(*duration);
  Require(ParseDurationText(written) == duration,
          "a duration is read as it was written: " + written);
}

}  // namespace
}  // namespace counterpoint::service

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::service;
  const std::string text(reinterpret_cast<const char*>(data), size);
  CheckText(text);
  const std::string first_line = text.substr(0, text.find('\n'));
  CheckFlag(first_line);
  CheckDuration(first_line);
  return 0;
}
