// Commands as staff would type them, against a real server, and what they write.
#pragma once

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/command_line.h"
#include "clients/cli/json.h"
#include "tests/clients/server_process.h"

namespace counterpoint::cli {

// What all such tests type with. Which server and which alliance is up to the kind of
// test; the language is English where a command does not say.
class TypedCommandsTest : public testing::Test {
 protected:
  // Runs the command; out() and err() are then what it wrote.
  ExitCode RunIn(const std::string& alliance, std::vector<std::string> arguments,
                 const std::string& input = "");
  ExitCode Run(std::vector<std::string> arguments, const std::string& input = "") {
    return RunIn(alliance_, std::move(arguments), input);
  }
  // Fails the test where the command does.
  void Succeed(std::vector<std::string> arguments, const std::string& input = "");
  // What a command answers as JSON.
  template <typename Message>
  Message Read(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--output", "json"});
    Succeed(std::move(arguments));
    Message message;
    EXPECT_TRUE(FromJson(out(), &message).ok()) << out();
    return message;
  }
  std::string out() const { return out_.str(); }
  std::string err() const { return err_.str(); }

  virtual const ServerProcess& server() const = 0;

  std::string alliance_;

 private:
  std::ostringstream out_;
  std::ostringstream err_;
};

// The server is started once for all tests of a program; each has an alliance of its own.
class SharedServerTest : public TypedCommandsTest {
 protected:
  static void SetUpTestSuite() { server_ = new ServerProcess(); }
  static void TearDownTestSuite() { delete std::exchange(server_, nullptr); }
  // Names the alliance and creates it.
  void SetUp() override;
  void NameAlliance();
  const ServerProcess& server() const override { return *server_; }

  // A studio that needs game music, a conservatory that makes it, a museum that needs
  // something else.
  static const char kMembers[];
  // Imports them, and returns once matching sees them.
  void ImportMembers();
  // In the folder for what tests write, with a name that other tests do not use.
  std::string TemporaryPath(const std::string& name) const;

  inline static ServerProcess* server_ = nullptr;
};

// Of a file.
std::string ContentOf(const std::string& path);

}  // namespace counterpoint::cli
