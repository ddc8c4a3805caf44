// Rules of the staff, typed as staff would type it, against a real server.
#include <gmock/gmock.h>

#include <string>

#include "tests/clients/typed_commands.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class CliStaffRulesTest : public SharedServerTest {};

TEST_F(CliStaffRulesTest, ARuleOfTheStaffCountsInListsUntilItIsEnded) {
  ImportMembers();
  ASSERT_EQ(Run({"rule", "add", "--pin", "--member", "museum", "--for-kind", "scene-unit",
                 "--author", "Staff", "--reason", "spring campaign", "--expires", "2099-06-01",
                 "--id", "museum-first"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("spring campaign"));
  EXPECT_THAT(out(), HasSubstr("2099-06-01"));
  ASSERT_EQ(Run({"recommend", "studio"}), ExitCode::kOk) << err();
  EXPECT_LT(out().find("museum"), out().find("conservatory"));
  EXPECT_THAT(out(), HasSubstr("pinned by the staff"));

  ASSERT_EQ(Run({"rule", "add", "--boost", "1.5", "--topic", "game-music", "--region", "CN-SH",
                 "--author", "Staff", "--reason", "focus", "--dry-run"}),
            ExitCode::kOk)
      << err();
  EXPECT_THAT(out(), HasSubstr("boost x 1.5"));
  EXPECT_THAT(out(), HasSubstr("region: CN-SH; topic: game-music"));
  ASSERT_EQ(Run({"rule", "add", "--veto", "--member", "conservatory", "--for", "studio",
                 "--both-ways", "--author", "Staff", "--reason", "a dispute", "--id", "apart"}),
            ExitCode::kOk)
      << err();
  ASSERT_EQ(Run({"rule", "list"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("veto (both ways)"));
  EXPECT_THAT(out(), HasSubstr("museum-first"));
  ASSERT_EQ(Run({"why-not", "studio", "conservatory"}), ExitCode::kOk) << err();
  EXPECT_THAT(out(), HasSubstr("apart"));
  EXPECT_THAT(out(), Not(HasSubstr("dispute")));

  ASSERT_EQ(Run({"rule", "end", "apart", "--author", "B. Wu", "--reason", "settled"}),
            ExitCode::kOk)
      << err();
  EXPECT_NE(Run({"rule", "end", "apart", "--author", "B. Wu", "--reason", "settled"}),
            ExitCode::kOk);
  ASSERT_EQ(Run({"rule", "list"}), ExitCode::kOk);
  EXPECT_THAT(out(), Not(HasSubstr("apart")));
  ASSERT_EQ(Run({"rule", "list", "--all"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("apart"));
  ASSERT_EQ(Run({"rule", "show", "apart"}), ExitCode::kOk);
  EXPECT_THAT(out(), HasSubstr("settled"));
  EXPECT_EQ(Run({"rule", "show", "nothing"}), ExitCode::kNotFound);
}

TEST_F(CliStaffRulesTest, ARuleHasOneActionAndSaysWhoAndWhy) {
  EXPECT_EQ(Run({"rule", "add", "--member", "m", "--author", "a", "--reason", "b"}),
            ExitCode::kUsage);
  EXPECT_EQ(
      Run({"rule", "add", "--veto", "--pin", "--member", "m", "--author", "a", "--reason", "b"}),
      ExitCode::kUsage);
  EXPECT_EQ(Run({"rule", "add", "--veto", "--member", "m"}), ExitCode::kUsage);
  EXPECT_EQ(Run({"rule", "add", "--veto", "--member", "m", "--author", "a", "--reason", "b",
                 "--expires", "soon"}),
            ExitCode::kUsage);
  EXPECT_EQ(
      Run({"rule", "add", "--boost", "0.5", "--member", "m", "--author", "a", "--reason", "b"}),
      ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("staff_rule.factor"));
}

}  // namespace
}  // namespace counterpoint::cli
