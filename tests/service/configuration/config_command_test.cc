// `counterpointd config`, its unit for systemd and `serve --help`, as they are typed.
#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/service/configuration/program.h"

namespace counterpoint::service {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ConfigCommandTest, TheDefaultThatItPrintsCanBeUsed) {
  const Folder folder;
  const Outcome printed = RunProgram("config default");
  ASSERT_EQ(printed.code, 0);
  const std::string file = folder.Write("c", printed.text);
  const Outcome alone = RunProgram("config check " + file);
  EXPECT_EQ(alone.code, 1);
  EXPECT_THAT(alone.text, HasSubstr("store.directory: is required, here or as --data"));
  const Outcome checked = RunProgram(absl::StrCat("config check ", file, " --data /tmp/d"));
  EXPECT_EQ(checked.code, 0) << checked.text;
  EXPECT_THAT(checked.text, HasSubstr("1 settings are not as by default\n  store.directory\n"));
}

TEST(ConfigCommandTest, EverythingThatIsWrongIsToldAtOnce) {
  const Folder folder;
  const std::string file = folder.Write("c",
                                        "limits {\n  max_calls: 0\n  max_cals: 5\n}\n"
                                        "store {\n  directory: 7\n  change_retention: \"long\"\n}");
  const Outcome checked = RunProgram("config check " + file);
  EXPECT_EQ(checked.code, 1);
  EXPECT_THAT(checked.text,
              AllOf(HasSubstr(":2: limits.max_calls: must be 1 to"),
                    HasSubstr(":3: max_cals: there is no such field"), HasSubstr(":6: "),
                    HasSubstr(":7: store.change_retention: must be a duration")));
}

TEST(ConfigCommandTest, HelpOfServeIsShortAndLeadsToTheFile) {
  const Outcome help = RunProgram("serve --help");
  EXPECT_THAT(help.text, HasSubstr("counterpointd config default"));
  EXPECT_THAT(help.text, Not(HasSubstr("--jwt-keys")));
  EXPECT_LT(std::count(help.text.begin(), help.text.end(), '\n'), 40);
}

TEST(ConfigCommandTest, SystemdTakesTheUnit) {
  // Containers often have no systemd, and nothing else can judge a unit.
  if (std::system("command -v systemd-analyze > /dev/null") != 0) {
    GTEST_SKIP() << "systemd-analyze is not here";
  }
  // The program is not installed, so its path is that of another.
  const Folder folder;
  const std::string unit = folder.Path("counterpointd.service");
  ASSERT_EQ(std::system(
                absl::StrCat(
                    "sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' " COUNTERPOINTD_UNIT " > ", unit)
                    .c_str()),
            0);
  EXPECT_EQ(std::system(absl::StrCat("systemd-analyze verify --man=no ", unit).c_str()), 0);
  // 0.0 is the most that systemd can close off, 10.0 the least.
  EXPECT_EQ(std::system(absl::StrCat("systemd-analyze security --offline=true --threshold=25 ",
                                     "--no-pager ", unit, " > ", folder.Path("out"))
                            .c_str()),
            0);
}

}  // namespace
}  // namespace counterpoint::service
