// Backups of a serving store, typed as staff would type it, against a real server.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "counterpoint/v1/backup_service.pb.h"
#include "tests/clients/typed_commands.h"

namespace counterpoint::cli {
namespace {

using testing::HasSubstr;

class CliBackupTest : public TypedCommandsTest {
 protected:
  CliBackupTest() { alliance_ = "music"; }
  ~CliBackupTest() override { std::filesystem::remove_all(folder_); }
  const ServerProcess& server() const override { return server_; }

  const std::string folder_ = testing::TempDir() + absl::StrCat("cli-backups-", getpid());
  ServerProcess server_;
};

TEST_F(CliBackupTest, WithoutAFolderItSaysWhatToSet) {
  EXPECT_EQ(Run({"backup", "create"}), ExitCode::kError);
  EXPECT_THAT(err(), HasSubstr("backups"));
}

TEST_F(CliBackupTest, OneIsMadeVerifiedAndListed) {
  server_.RestartWith({"--backups", folder_});
  ASSERT_FALSE(server_.address().empty()) << "counterpointd did not start";
  Succeed({"backup", "list"});
  EXPECT_THAT(err(), HasSubstr("counterpoint backup create"));
  Succeed({"alliance", "create", "music", "--name", "Music"});
  const auto made = Read<v1::Backup>({"backup", "create"});
  EXPECT_EQ(made.state(), v1::Backup::VERIFIED);
  EXPECT_GT(made.sequence(), 0);
  Succeed({"backup", "list"});
  EXPECT_THAT(out(), HasSubstr(made.name()));
  EXPECT_THAT(out(), HasSubstr("verified"));
  Succeed({"backup", "list", "--language", "zh"});
  EXPECT_THAT(out(), HasSubstr("已校验"));
  EXPECT_TRUE(std::filesystem::is_directory(folder_));
}

}  // namespace
}  // namespace counterpoint::cli
