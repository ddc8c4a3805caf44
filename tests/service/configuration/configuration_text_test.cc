#include "service/configuration/configuration_text.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "service/configuration/duration_text.h"
#include "service/configuration/setting_values.h"

namespace counterpoint::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(ConfigurationTextTest, TheCommentedDefaultReadsBackAsTheDefault) {
  const ServerConfiguration defaults = ConfigurationOf(ServeOptions());
  const std::string text = CommentedText(defaults);
  const ParsedConfiguration parsed = ParseConfiguration(text);
  EXPECT_THAT(parsed.faults, IsEmpty());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(parsed.configuration, defaults));
  EXPECT_THAT(text, HasSubstr("  # Whether a write is on disk before it is acknowledged."));
  EXPECT_THAT(text, HasSubstr("\n  sync_writes: true\n"));
  EXPECT_THAT(text, HasSubstr("# A change takes effect without a restart.\n  max_calls: 2000\n"));
}

TEST(ConfigurationTextTest, EverySettingHasACommentAndAnOption) {
  const ServerConfiguration defaults = ConfigurationOf(ServeOptions());
  const std::string text = CommentedText(defaults);
  const ParsedConfiguration parsed = ParseConfiguration(text);
  // Each field is set by VisitSettings(), and the line before it is a comment.
  std::vector<std::string> lines(1);
  for (const char c : text) c == '\n' ? void(lines.emplace_back()) : lines.back().push_back(c);
  for (const std::string& path : SettingPaths()) {
    ASSERT_TRUE(parsed.lines.contains(path)) << path << " is visited by no option";
    const int line = parsed.lines.at(path);
    EXPECT_THAT(lines[static_cast<std::size_t>(line) - 2], HasSubstr("#")) << path;
  }
}

TEST(ConfigurationTextTest, WhatIsWrongIsNamedAllAtOnceWithItsLine) {
  const ParsedConfiguration parsed = ParseConfiguration(
      "store {\n"
      "  sync_writes: maybe\n"
      "  colour: \"red\"\n"
      "}\n"
      "limits {\n"
      "  max_calls: \"many\"\n"
      "  max_streams: 7\n"
      "}\n"
      "unheard { of: 1 }\n");
  std::vector<std::string> faults;
  for (const auto& fault : parsed.faults) faults.push_back(absl::StrCat(fault.line, fault.field));
  EXPECT_THAT(faults, ElementsAre("2", "3colour", "6", "9unheard"));
  EXPECT_EQ(parsed.configuration.limits().max_streams(), 7);
  EXPECT_THAT(Describe(parsed.faults, "f"), HasSubstr("f:3: colour: there is no such field"));
}

TEST(ConfigurationTextTest, AnOpenBraceEndsTheReading) {
  const ParsedConfiguration parsed = ParseConfiguration("store {\n  sync_writes: true\n");
  EXPECT_THAT(parsed.faults, Not(IsEmpty()));
}

TEST(ConfigurationTextTest, BracesWithinBracesAreReadAsDeepAsSettingsCanBe) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "a{";
  const auto parsed = ParseConfiguration(deep);
  ASSERT_FALSE(parsed.faults.empty());
  EXPECT_THAT(parsed.faults[0].text, testing::HasSubstr("too deep"));
}

TEST(ConfigurationTextTest, ValuesOutOfRangeSayWhatTheyMustBe) {
  ParsedConfiguration parsed = ParseConfiguration(
      "limits { max_calls: 0 }\nstore { request_retention: \"soon\" sweep_interval: \"1ms\" }\n"
      "caller_limits { units_per_second: -1 }\nlogging { level: LEVEL_UNSPECIFIED }\n");
  ServeOptions options;
  const auto faults = TakeSettings(parsed.configuration, parsed.lines, options);
  const std::string text = Describe(faults, "f");
  EXPECT_THAT(text, HasSubstr("f:1: limits.max_calls: must be 1 to 100000, not 0"));
  EXPECT_THAT(text, HasSubstr("f:2: store.request_retention: must be a duration"));
  EXPECT_THAT(text, HasSubstr("f:2: store.sweep_interval: must be at least \"1s\""));
  EXPECT_THAT(text, HasSubstr("f:3: caller_limits.units_per_second: must be a number"));
  EXPECT_THAT(text, HasSubstr("f:4: logging.level"));
  EXPECT_EQ(faults.size(), 5U);
  EXPECT_EQ(options.server.calls.max_calls, ServeOptions().server.calls.max_calls);
}

TEST(ConfigurationTextTest, WhatMayChangeIsWhatTheServerTakesOver) {
  std::set<std::string> reloadable;
  for (const std::string& path : SettingPaths()) {
    if (IsReloadable(path)) reloadable.insert(path);
  }
  EXPECT_THAT(
      reloadable,
      ElementsAre("caller_limits.burst_units", "caller_limits.max_calls",
                  "caller_limits.max_streams", "caller_limits.units_per_second", "limits.max_calls",
                  "limits.max_streams", "limits.max_waiting_calls", "limits.stalled_stream_limit",
                  "logging.level", "logging.max_slow_calls_a_minute", "logging.slow_call",
                  "shutdown.drain", "store.change_retention", "store.request_retention",
                  "store.sweep_interval"));
}

TEST(DurationTextTest, WhatIsFormattedParsesBack) {
  for (const absl::Duration duration :
       {absl::ZeroDuration(), absl::Milliseconds(300), absl::Seconds(90), absl::Hours(24),
        absl::Hours(24 * 30), absl::Hours(25), absl::Hours(24) * 3'000'000'000}) {
    EXPECT_EQ(ParseDurationText(FormatDurationText(duration)), duration);
  }
  EXPECT_EQ(FormatDurationText(absl::Hours(24 * 30)), "30d");
  for (const char* wrong : {"", "d", "-1s", "-1d", "inf", "5", "1 day", "999999999999999999d"}) {
    EXPECT_EQ(ParseDurationText(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace counterpoint::service
