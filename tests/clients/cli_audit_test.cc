// The audit trail and what is held about a member, as staff would type it, against a
// real server with the sample alliance.
#include <gmock/gmock.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tests/clients/sample_alliance_test.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class CliAuditTest : public SampleAllianceTest {};

TEST_F(CliAuditTest, TheTrailIsListedAnchoredAndVerified) {
  Succeed({"member", "update", "shuzhou-museum", "--set", "region=CN-SH-XUHUI"});
  Succeed({"audit", "list", "--method", "UpdateMember"});
  EXPECT_THAT(out(), HasSubstr("members/shuzhou-museum"));
  Succeed({"audit", "list", "--resource", "members/nobody"});
  EXPECT_THAT(out(), Not(HasSubstr("UpdateMember")));
  Succeed({"audit", "head"});
  const std::string anchor(absl::StripAsciiWhitespace(out()));
  Succeed({"audit", "verify", "--anchor", anchor});
  std::string another = anchor;
  another.back() = another.back() == '0' ? '1' : '0';
  EXPECT_NE(Run({"audit", "verify", "--anchor", another}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("is not that of the anchor"));
  EXPECT_NE(Run({"audit", "verify", "--anchor", "x"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("NUMBER:HASH"));
}

TEST_F(CliAuditTest, AMemberIsHandedOutAndErasedOnceItIsConfirmed) {
  Succeed({"member", "held-data", "shuzhou-museum"});
  EXPECT_THAT(out(), HasSubstr("\"kind\":\"member\""));
  EXPECT_NE(Run({"member", "erase", "shuzhou-museum"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("--yes"));
  Succeed({"member", "erase", "shuzhou-museum", "--dry-run"});
  Succeed({"member", "get", "shuzhou-museum"});
  Succeed({"member", "erase", "shuzhou-museum", "--yes"});
  EXPECT_THAT(out(), HasSubstr("member"));
  EXPECT_NE(Run({"member", "get", "shuzhou-museum"}), ExitCode::kOk);
  Succeed({"audit", "list", "--method", "EraseMember"});
  EXPECT_THAT(out(), Not(HasSubstr("shuzhou-museum")));
}

}  // namespace
}  // namespace counterpoint::cli
