// The sample alliance on a server of its own, worked on as staff would type it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "clients/cli/command_line.h"
#include "clients/cli/json.h"
#include "tests/clients/server_process.h"

namespace counterpoint::cli {

class SampleAllianceTest : public testing::Test {
 protected:
  static constexpr char kAllianceId[] = "shanghai-digital-culture";

  // Creates the alliance, imports its members, and waits until lists are answered.
  void SetUp() override {
    const std::string folder = COUNTERPOINT_SAMPLE_FOLDER;
    Succeed({"alliance", "create", kAllianceId, "--file", folder + "/alliance.json"});
    Succeed({"import", folder + "/members.jsonl"});
    for (int i = 0; i < 100 && Run({"recommend", "wickenmere-games"}) != ExitCode::kOk; ++i) {
      absl::SleepFor(absl::Milliseconds(100));
    }
  }

  // Types a command, of which out_ and err_ then have what it wrote.
  ExitCode Run(std::vector<std::string> arguments) {
    const std::vector<std::string> where = {"--server",  server_.address(), "-a",
                                            kAllianceId, "--language",      "en"};
    arguments.insert(arguments.end(), where.begin(), where.end());
    std::istringstream in;
    out_.str("");
    err_.str("");
    return RunCommandLine(std::move(arguments), {.in = &in, .out = &out_, .err = &err_});
  }
  void Succeed(std::vector<std::string> arguments) {
    const std::string command = absl::StrJoin(arguments, " ");
    ASSERT_EQ(Run(std::move(arguments)), ExitCode::kOk) << command << ": " << err_.str();
  }
  // What a command answers as JSON.
  template <typename Message>
  Message Read(std::vector<std::string> arguments) {
    Message message;
    arguments.insert(arguments.end(), {"-o", "json"});
    Succeed(std::move(arguments));
    EXPECT_TRUE(FromJson(out_.str(), &message).ok()) << out_.str();
    return message;
  }

  ServerProcess server_;
  std::ostringstream out_;
  std::ostringstream err_;
};

}  // namespace counterpoint::cli
