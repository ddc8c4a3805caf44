// What staff are told while the disk is nearly full, against a real server.
#include <gmock/gmock.h>

#include <string>

#include "tests/clients/typed_commands.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;

class CliFullDiskTest : public TypedCommandsTest {
 protected:
  CliFullDiskTest() { alliance_ = "music"; }
  const ServerProcess& server() const override { return server_; }

  ServerProcess server_;
};

TEST_F(CliFullDiskTest, ReadsGoOnAndWritesAreRefusedAndSayWhatToDo) {
  Succeed({"alliance", "create", "music", "--name", "Music"});
  server_.RestartWith({"--free-space-mb", "1000000000"});
  ASSERT_FALSE(server_.address().empty()) << "counterpointd did not start";
  Succeed({"alliance", "get", "music"});
  EXPECT_NE(Run({"alliance", "create", "film", "--name", "Film"}), ExitCode::kOk);
  EXPECT_THAT(err(), HasSubstr("free some space"));
}

}  // namespace
}  // namespace counterpoint::cli
