// The sample alliance on a server of its own, worked on as staff would type it.
#pragma once

#include <string>

#include "absl/time/clock.h"
#include "tests/clients/typed_commands.h"

namespace counterpoint::cli {

class SampleAllianceTest : public TypedCommandsTest {
 protected:
  SampleAllianceTest() { alliance_ = "shanghai-digital-culture"; }

  // Creates the alliance, imports its members, and waits until lists are answered.
  void SetUp() override {
    Succeed({"alliance", "create", alliance_, "--file", SampleFile("alliance.json")});
    Succeed({"import", SampleFile("members.jsonl")});
    for (int i = 0; i < 100 && Run({"recommend", "wickenmere-games"}) != ExitCode::kOk; ++i) {
      absl::SleepFor(absl::Milliseconds(100));
    }
  }
  const ServerProcess& server() const override { return server_; }

  static std::string SampleFile(const std::string& name) {
    return std::string(COUNTERPOINT_SAMPLE_FOLDER) + "/" + name;
  }

  ServerProcess server_;
};

}  // namespace counterpoint::cli
