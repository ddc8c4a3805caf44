#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <string>

#include "clients/sample/reader.h"

namespace counterpoint::sample {
namespace {

using ::testing::HasSubstr;

struct Outcome {
  int exit_code = -1;
  std::string output;
};

// Runs the program through the shell; `arguments` may redirect its output.
Outcome RunProgram(const std::string& arguments) {
  Outcome outcome;
  FILE* pipe = popen((std::string(COUNTERPOINT_SAMPLE_PROGRAM " ") + arguments).c_str(), "r");
  if (pipe == nullptr) return outcome;
  std::array<char, 4096> buffer;
  while (const size_t count = fread(buffer.data(), 1, buffer.size(), pipe)) {
    outcome.output.append(buffer.data(), count);
  }
  const int status = pclose(pipe);
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
  return outcome;
}

std::string WriteFile(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + "/" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

TEST(SampleProgramTest, WritesTheMembersAskedFor) {
  const Outcome outcome = RunProgram("--members 5 --alliance load-test");
  ASSERT_EQ(outcome.exit_code, 0);
  const auto members = ReadMembers(WriteFile("five.jsonl", outcome.output));
  ASSERT_TRUE(members.ok()) << members.status();
  ASSERT_EQ(members->size(), 5U);
  EXPECT_EQ((*members)[4].name(), "alliances/load-test/members/m-000004");
}

TEST(SampleProgramTest, FewerMembersAreAPrefixOfMore) {
  const std::string three = RunProgram("--members 3 --seed 9").output;
  const std::string six = RunProgram("--members 6 --seed 9").output;
  EXPECT_FALSE(three.empty());
  EXPECT_TRUE(six.starts_with(three));
  EXPECT_GT(six.size(), three.size());
}

TEST(SampleProgramTest, AnotherSeedGivesOtherMembers) {
  EXPECT_NE(RunProgram("--members 3 --seed 9").output, RunProgram("--members 3 --seed 10").output);
}

TEST(SampleProgramTest, HelpNamesTheOptions) {
  const Outcome outcome = RunProgram("--help");
  EXPECT_EQ(outcome.exit_code, 0);
  for (const char* option : {"--members", "--seed", "--alliance", "--examples"}) {
    EXPECT_THAT(outcome.output, HasSubstr(option));
  }
}

TEST(SampleProgramTest, ABadExampleIsReportedWithItsLine) {
  const std::string path = WriteFile("broken.jsonl", "{}\nnothing\n");
  const Outcome outcome = RunProgram("--members 1 --examples " + path + " 2>&1");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr(path + ":2: "));
}

TEST(SampleProgramTest, NoExampleIsAnError) {
  const std::string path = WriteFile("none.jsonl", "\n");
  const Outcome outcome = RunProgram("--members 1 --examples " + path + " 2>&1");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("holds no member"));
}

TEST(SampleProgramTest, TheNumberOfMembersIsRequired) {
  EXPECT_NE(RunProgram("--seed 1 2>&1").exit_code, 0);
  EXPECT_NE(RunProgram("--members -1 2>&1").exit_code, 0);
}

TEST(SampleProgramTest, AFullDeviceIsAnError) {
  EXPECT_EQ(RunProgram("--members 200 2>&1 >/dev/full").exit_code, 1);
}

}  // namespace
}  // namespace counterpoint::sample
