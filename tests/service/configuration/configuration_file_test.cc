#include "service/configuration/configuration_file.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ConfigurationFileTest : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }

  absl::StatusOr<LoadedConfiguration> Load(const std::string& text,
                                           const std::vector<SettingOverride>& overrides = {}) {
    std::ofstream(path_) << text;
    return LoadConfiguration(path_, overrides);
  }

  const std::string path_ = absl::StrCat(::testing::TempDir(), "/configuration-", getpid());
};

TEST_F(ConfigurationFileTest, WhatIsLeftOutHasItsDefault) {
  const auto loaded = Load("store { directory: '/d' change_retention: '90d' }");
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->options.server.store.change_retention, absl::Hours(24 * 90));
  const auto plain = LoadConfiguration("", {{"--data", "store.directory", "/d"}});
  ASSERT_TRUE(plain.ok());
  EXPECT_THAT(ChangedSettings(plain->configuration, loaded->configuration),
              ElementsAre("store.change_retention"));
}

TEST_F(ConfigurationFileTest, TheCommandLineGoesBeforeTheFile) {
  const auto loaded =
      Load("store { directory: '/file' } limits { max_streams: 3 }",
           {{"--data", "store.directory", "/flag"}, {"--log-level", "logging.level", "warning"}});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->options.server.store.path, "/flag");
  EXPECT_EQ(loaded->options.server.calls.max_streams, 3);
  EXPECT_EQ(loaded->options.log_level, ServerConfiguration::WARNING);
}

TEST_F(ConfigurationFileTest, SettingsThatDoNotGoTogetherAreNamedAsTheFileHasThem) {
  const auto loaded = Load("access { tls { certificate_file: 'c' } } limits { max_calls: 5 }");
  ASSERT_TRUE(absl::IsInvalidArgument(loaded.status()));
  EXPECT_THAT(std::string(loaded.status().message()),
              AllOf(HasSubstr("store.directory: is required"),
                    HasSubstr("access.tls.certificate_file (--tls-cert) and"),
                    HasSubstr("limits.max_waiting_calls: must not be more")));
}

TEST_F(ConfigurationFileTest, AnOverrideOfAWrongTypeNamesItsFlag) {
  const auto loaded = LoadConfiguration(
      "", {{"--data", "store.directory", "/d"}, {"--free-space-mb", "store.free_space_mib", "x"}});
  EXPECT_THAT(std::string(loaded.status().message()), HasSubstr("--free-space-mb: 'x' is no"));
}

TEST_F(ConfigurationFileTest, AMissingFileSaysSo) {
  EXPECT_TRUE(absl::IsNotFound(LoadConfiguration("/nowhere/at.all", {}).status()));
}

TEST_F(ConfigurationFileTest, AnEmptyFileIsTheDefault) {
  const auto loaded = Load("", {{"--data", "store.directory", "/d"}});
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const auto plain = LoadConfiguration("", {{"--data", "store.directory", "/d"}});
  EXPECT_THAT(ChangedSettings(plain->configuration, loaded->configuration), IsEmpty());
}

}  // namespace
}  // namespace counterpoint::service
