#include "tests/clients/typed_commands.h"

#include <algorithm>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace counterpoint::cli {

const char SharedServerTest::kMembers[] =
    R"({"name":"members/studio","kind":"SCENE_UNIT","displayName":{"en":"Studio One"},"region":"CN-SH","needs":[{"title":{"zh":"游戏配乐","en":"Game music"},"text":{"en":"Orchestral game music for an open world"}}],"offers":[{"title":{"en":"Internships for students of composition"}}]}
{"name":"members/conservatory","kind":"RESEARCH_INSTITUTION","displayName":{"zh":"音乐学院"},"region":"CN-SH","offers":[{"title":{"zh":"游戏配乐创作","en":"Game music composition"},"text":{"en":"Orchestral game music by our students of composition"}}],"needs":[{"title":{"en":"Internships for students of composition"}}]}
{"name":"members/museum","kind":"SCENE_UNIT","displayName":{"en":"Museum"},"region":"CN-BJ","needs":[{"title":{"en":"Virtual reality exhibition"}}],"offers":[{"title":{"en":"Exhibition halls"}}]}
)";

ExitCode TypedCommandsTest::RunIn(const std::string& alliance, std::vector<std::string> arguments,
                                  const std::string& input) {
  const bool chosen = std::count(arguments.begin(), arguments.end(), "--language") > 0;
  arguments.insert(arguments.end(), {"--server", server().address(), "-a", alliance});
  if (!chosen) arguments.insert(arguments.end(), {"--language", "en"});
  std::istringstream in(input);
  out_.str("");
  err_.str("");
  return RunCommandLine(std::move(arguments), {.in = &in, .out = &out_, .err = &err_});
}

void TypedCommandsTest::Succeed(std::vector<std::string> arguments, const std::string& input) {
  const std::string command = absl::StrJoin(arguments, " ");
  ASSERT_EQ(Run(std::move(arguments), input), ExitCode::kOk) << command << ": " << err();
}

void SharedServerTest::NameAlliance() {
  ASSERT_FALSE(server_->address().empty()) << "counterpointd did not start";
  static int count = 0;
  alliance_ = absl::StrCat("alliance-", ++count);
}

void SharedServerTest::SetUp() {
  ASSERT_NO_FATAL_FAILURE(NameAlliance());
  Succeed({"alliance", "create", alliance_, "--name", "Alliance"});
}

void SharedServerTest::ImportMembers() {
  ASSERT_NO_FATAL_FAILURE(Succeed({"import", "-"}, kMembers));
  do {
    ASSERT_NO_FATAL_FAILURE(Succeed({"similar", "studio", "--output", "json"}));
  } while (!absl::StrContains(out(), "conservatory"));
}

std::string SharedServerTest::TemporaryPath(const std::string& name) const {
  return absl::StrCat(testing::TempDir(), server_->address().substr(10), "-", alliance_, "-", name);
}

std::string ContentOf(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace counterpoint::cli
