// `counterpointd token` as it is typed.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/access/bearer_token.h"
#include "service/access/grant_file.h"
#include "service/access/grant_index.h"

namespace counterpoint::service {
namespace {

using ::testing::HasSubstr;

class TokenCommandTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  struct Outcome {
    int code = 0;
    std::string text;
  };
  // What it prints to the standard output, or with `2>&1` to both.
  static Outcome Run(const std::string& arguments) {
    Outcome outcome;
    FILE* pipe = popen(absl::StrCat(COUNTERPOINTD " ", arguments).c_str(), "r");
    char buffer[1024];
    while (std::fgets(buffer, sizeof(buffer), pipe) != nullptr) outcome.text += buffer;
    outcome.code = WEXITSTATUS(pclose(pipe));
    return outcome;
  }
  Outcome Token(const std::string& command, const std::string& arguments) const {
    return Run(absl::StrCat("token ", command, " --tokens ", path_, " ", arguments));
  }
  std::optional<Caller> Find(const std::string& printed) const {
    const auto token = ParseBearerToken(absl::StripAsciiWhitespace(printed));
    return token ? GrantIndex(*ReadGrants(path_)).FindToken(*token, absl::Now()) : std::nullopt;
  }

  const std::string folder_ = absl::StrCat(::testing::TempDir(), "/token-command-", getpid());
  const std::string path_ = folder_ + "/tokens";
};

TEST_F(TokenCommandTest, ATokenIsAllThatIsPrinted) {
  const Outcome made = Token("create", "--role portal --alliance music --id site 2>/dev/null");
  ASSERT_EQ(made.code, 0);
  const auto caller = Find(made.text);
  ASSERT_TRUE(caller.has_value()) << made.text;
  EXPECT_EQ(caller->role, Role::kPortal);
  EXPECT_EQ(caller->alliance, "music");
  EXPECT_THAT(Token("create", "--role staff 2>&1").text, HasSubstr("staff of all alliances"));
}

TEST_F(TokenCommandTest, ATokenIsListedRotatedAndRevoked) {
  const std::string first =
      Token("create", "--role staff --id desk --note 'Front desk' 2>/dev/null").text;
  EXPECT_THAT(Token("list", "").text, HasSubstr("Front desk"));
  EXPECT_THAT(Token("list", "").text, Not(HasSubstr(first)));
  const std::string second = Token("rotate", "desk --grace 0s 2>/dev/null").text;
  EXPECT_FALSE(Find(first).has_value());
  EXPECT_TRUE(Find(second).has_value());
  EXPECT_EQ(Token("revoke", "desk 2>/dev/null").code, 0);
  EXPECT_FALSE(Find(second).has_value());
  EXPECT_THAT(Token("list", "").text, HasSubstr("revoked"));
}

TEST_F(TokenCommandTest, WhatCannotBeDoneSaysWhatToDo) {
  EXPECT_THAT(Token("list", "2>&1").text, HasSubstr("cannot read"));
  EXPECT_THAT(Token("revoke", "nobody 2>&1").text, HasSubstr("token list"));
  EXPECT_NE(Token("create", "--role king 2>&1").code, 0);
  EXPECT_THAT(Token("create", "--role staff --expires soon 2>&1").text, HasSubstr("90d"));
  EXPECT_THAT(Token("create", "--role staff --alliance Music 2>&1").text, HasSubstr("alliance"));
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(TokenCommandTest, AServerThatWouldBeOpenDoesNotStart) {
  const std::string serve = absl::StrCat("serve --data ", folder_, "/data --listen 0.0.0.0:0 ");
  const Outcome open = Run(serve + "2>&1");
  EXPECT_EQ(open.code, 1);
  EXPECT_THAT(open.text, HasSubstr("counterpointd token create"));
  Token("create", "--role staff 2>/dev/null");
  EXPECT_THAT(Run(absl::StrCat(serve, "--tokens ", path_, " 2>&1")).text, HasSubstr("--tls-cert"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/data"));
}

}  // namespace
}  // namespace counterpoint::service
