// `counterpointd backups` and `counterpointd restore` over a folder of backups.
#include <filesystem>
#include <fstream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/audit_store.h"
#include "storage/backup_folder.h"
#include "tests/service/configuration/program.h"

namespace counterpoint::service {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class BackupsCommandTest : public ::testing::Test {
 protected:
  // Two backups an hour apart, of one member and of two; the store has three.
  void SetUp() override {
    const auto store = Open(data_);
    auto folder = storage::BackupFolder::Open(backups_);
    ASSERT_TRUE(folder.ok()) << folder.status();
    for (const char* id : {"1", "2"}) {
      Put(*store, id);
      const auto clock = [this] { return now_; };
      ASSERT_TRUE((*folder)->Make(*store, *(*folder)->NextId(), {}, clock).ok());
      now_ += absl::Hours(1);
    }
    Put(*store, "3");
  }

  std::unique_ptr<storage::AuditStore> Open(const std::string& path) {
    storage::StoreOptions options;
    options.path = path;
    options.clock = [this] { return now_; };
    auto store = storage::AuditStore::Open(options);
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }
  static void Put(storage::AuditStore& store, const std::string& id) {
    storage::CommitRequest request;
    request.alliance = "music";
    request.writes.emplace_back().id = id;
    ASSERT_TRUE(store.CommitAudited(request, {absl::StrCat("put ", id), {}}).ok());
  }
  std::int64_t Revision(const std::string& path) { return *Open(path)->View()->Revision("music"); }
  Outcome Restore(const std::string& arguments) const {
    return RunProgram(absl::StrCat("restore --backups ", backups_, " ", arguments));
  }

  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);  // 2023-11-14T22:13:20Z
  const Folder folder_;
  const std::string data_ = folder_.Path("data");
  const std::string backups_ = folder_.Path("backups");
  const std::string to_ = folder_.Path("restored");
};

TEST_F(BackupsCommandTest, AllAreListedWithTimeSizeAndStateAndVerified) {
  const Outcome listed = RunProgram("backups list --backups " + backups_);
  EXPECT_EQ(listed.code, 0) << listed.text;
  EXPECT_THAT(listed.text, AllOf(HasSubstr("000001     2023-11-14T22:13:20"), HasSubstr("000002"),
                                 HasSubstr("verified")));
  EXPECT_EQ(RunProgram("backups verify --backups " + backups_).code, 0);
  for (const auto& file : std::filesystem::directory_iterator(backups_ + "/000002")) {
    if (file.path().extension() != ".sst") continue;
    std::filesystem::resize_file(file.path(), std::filesystem::file_size(file.path()) - 1);
    break;
  }
  const Outcome verified = RunProgram("backups verify --backups " + backups_ + " --id 000002");
  EXPECT_EQ(verified.code, 2);
  EXPECT_THAT(verified.text, HasSubstr("is not what was backed up"));
}

TEST_F(BackupsCommandTest, TheNewestOrThatOfATimeOrAnIdIsRestored) {
  EXPECT_EQ(Restore("--to " + to_).code, 0);
  EXPECT_EQ(Revision(to_), 2);
  std::filesystem::remove_all(to_);
  EXPECT_EQ(Restore("--at 2023-11-14T22:30:00Z --to " + to_).code, 0);
  EXPECT_EQ(Revision(to_), 1);
  EXPECT_EQ(RunProgram("audit verify --data " + to_).code, 0);
  std::filesystem::remove_all(to_);
  EXPECT_EQ(Restore("--id 000001 --to " + to_).code, 0);
  EXPECT_EQ(Revision(to_), 1);
  const Outcome early = Restore("--at 2023-11-14T22:00:00Z --to " + folder_.Path("none"));
  EXPECT_EQ(early.code, 1);
  EXPECT_THAT(early.text, HasSubstr("no whole backup from before 2023-11-14T22:00:00"));
}

TEST_F(BackupsCommandTest, DataIsReplacedOnlyWhereThatIsSaidAndKeptAside) {
  const Outcome refused = Restore("--to " + data_);
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.text, HasSubstr("already exists"));
  EXPECT_EQ(Revision(data_), 3);
  EXPECT_EQ(Restore("--replace --to " + data_).code, 0);
  EXPECT_EQ(Revision(data_), 2);
  EXPECT_EQ(Revision(data_ + ".before-restore"), 3);
}

}  // namespace
}  // namespace counterpoint::service
