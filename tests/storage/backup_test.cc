#include <fstream>

#include "absl/strings/escaping.h"
#include "storage/backup_manifest.h"
#include "storage/digest.h"
#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class BackupTest : public StoreFixture {
 protected:
  BackupTest() : backup_(PathOf("backup")), restored_(PathOf("restored")) {
    Open();
    Commit("a", {PutAlliance(), PutMember("1"), PutMember("2")});
    Commit("a", {PutMember("3")});
  }

  void BackUp() {
    const absl::Status status = store_->Backup(backup_);
    ASSERT_TRUE(status.ok()) << status;
  }
  std::vector<std::string> FilesOfBackup() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(backup_)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }
  void FlipByte(const std::string& name, std::streamoff offset) const {
    std::fstream file(backup_ + "/" + name, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(offset);
    const char flipped = static_cast<char>(file.get() ^ 0x10);
    file.seekp(offset);
    file.put(flipped);
  }

  const std::string backup_;
  const std::string restored_;
};

TEST_F(BackupTest, RestoredStoreHasTheStateAtTheBackup) {
  CommitRequest request = Request("a", {PutMember("4"), PutInteraction("i")});
  request.request_id = "r";
  Commit(request);
  BackUp();
  Commit("a", {PutMember("later")});
  ASSERT_TRUE(VerifyBackup(backup_).ok());
  const absl::Status status = RestoreBackup(backup_, restored_);
  ASSERT_TRUE(status.ok()) << status;

  options_.path = restored_;
  Open();
  EXPECT_THAT(MemberIds("a"), ElementsAre("1", "2", "3", "4"));
  EXPECT_EQ(Revision("a"), 3);
  EXPECT_EQ(store_->View()->Get("a", Collection::kInteraction, "i")->payload, "interaction");
  EXPECT_EQ(store_->View()->ChangesAfter("a", 0, 100)->size(), 6u);
  EXPECT_TRUE(Commit(request).repeated);
}

TEST_F(BackupTest, RestoringLeavesTheBackupAsItWas) {
  BackUp();
  ASSERT_TRUE(RestoreBackup(backup_, restored_).ok());
  EXPECT_TRUE(VerifyBackup(backup_).ok());
}

TEST_F(BackupTest, FlippedByteInAnyFileIsDataLossNamingTheFile) {
  BackUp();
  const std::vector<std::string> files = FilesOfBackup();
  ASSERT_GT(files.size(), 3u);
  for (const std::string& name : files) {
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(backup_ + "/" + name));
    if (size == 0) continue;
    FlipByte(name, size / 2);
    const absl::Status status = VerifyBackup(backup_);
    EXPECT_THAT(status, FailsWith(absl::StatusCode::kDataLoss));
    EXPECT_THAT(std::string(status.message()), HasSubstr(name));
    EXPECT_THAT(RestoreBackup(backup_, restored_), FailsWith(absl::StatusCode::kDataLoss));
    EXPECT_FALSE(std::filesystem::exists(restored_));
    EXPECT_FALSE(std::filesystem::exists(restored_ + ".partial"));
    FlipByte(name, size / 2);
  }
  EXPECT_TRUE(VerifyBackup(backup_).ok());
}

TEST_F(BackupTest, CutOrMissingFileIsDataLoss) {
  BackUp();
  std::string sst;
  for (const std::string& name : FilesOfBackup()) {
    if (name.ends_with(".sst")) sst = backup_ + "/" + name;
  }
  ASSERT_FALSE(sst.empty());
  std::filesystem::resize_file(sst, std::filesystem::file_size(sst) - 1);
  EXPECT_THAT(VerifyBackup(backup_), FailsWith(absl::StatusCode::kDataLoss));
  std::filesystem::remove(sst);
  EXPECT_THAT(VerifyBackup(backup_), FailsWith(absl::StatusCode::kDataLoss));
}

TEST_F(BackupTest, DirectoryWithoutManifestIsNoBackup) {
  EXPECT_THAT(VerifyBackup(PathOf("nowhere")), FailsWith(absl::StatusCode::kNotFound));
  BackUp();
  std::filesystem::remove(backup_ + "/" + kBackupManifestName);
  EXPECT_THAT(VerifyBackup(backup_), FailsWith(absl::StatusCode::kNotFound));
  EXPECT_THAT(RestoreBackup(backup_, restored_), FailsWith(absl::StatusCode::kNotFound));
}

TEST_F(BackupTest, NothingIsOverwritten) {
  BackUp();
  EXPECT_THAT(store_->Backup(backup_), FailsWith(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(RestoreBackup(backup_, options_.path), FailsWith(absl::StatusCode::kAlreadyExists));
  EXPECT_TRUE(VerifyBackup(backup_).ok());
}

TEST_F(BackupTest, BackupIntoAMissingParentIsNotFound) {
  EXPECT_THAT(store_->Backup(PathOf("missing/backup")), FailsWith(absl::StatusCode::kNotFound));
}

TEST_F(BackupTest, BackupOfABackupTakenAgainSucceeds) {
  BackUp();
  ASSERT_TRUE(RestoreBackup(backup_, restored_).ok());
  options_.path = restored_;
  Open();
  ASSERT_TRUE(store_->Backup(PathOf("second")).ok());
  EXPECT_TRUE(VerifyBackup(PathOf("second")).ok());
}

TEST(BackupManifestTest, FilesComeBack) {
  const std::string text = EncodeBackupManifest({7, 8, 9, {{"a b", "00ff", 5}, {"c", "11", 0}}});
  const auto manifest = DecodeBackupManifest(text);
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(manifest->begin_micros, 7);
  EXPECT_EQ(manifest->end_micros, 8);
  EXPECT_EQ(manifest->sequence, 9);
  ASSERT_EQ(manifest->files.size(), 2u);
  EXPECT_EQ(manifest->files[0].name, "a b");
  EXPECT_EQ(manifest->files[0].digest, "00ff");
  EXPECT_EQ(manifest->files[0].bytes, 5u);
  EXPECT_EQ(manifest->bytes(), 5u);
}

TEST(BackupManifestTest, TheFirstFormIsReadAndANewerOneRefused) {
  const auto close = [](const std::string& lines) {
    return absl::StrCat(lines, absl::BytesToHexString(DigestOf(lines)), " end\n");
  };
  const auto first = DecodeBackupManifest(close("counterpoint-backup 1\n00ff 5 a\n"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->begin_micros, 0);
  ASSERT_EQ(first->files.size(), 1u);
  EXPECT_EQ(first->files[0].name, "a");
  EXPECT_THAT(DecodeBackupManifest(close("counterpoint-backup 3\n")).status(),
              FailsWith(absl::StatusCode::kFailedPrecondition));
}

TEST(BackupManifestTest, WhatIsNoFileOfItsDirectoryIsDataLoss) {
  for (const char* name : {"", ".", "..", "a/b", "/a"}) {
    EXPECT_THAT(DecodeBackupManifest(EncodeBackupManifest({1, 2, 3, {{name, "00", 5}}})).status(),
                FailsWith(absl::StatusCode::kDataLoss))
        << name;
  }
}

TEST(BackupManifestTest, EveryFlippedOrMissingByteIsDataLoss) {
  const std::string text = EncodeBackupManifest({1, 2, 3, {{"a", "00", 5}}});
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string flipped = text;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    EXPECT_THAT(DecodeBackupManifest(flipped).status(), FailsWith(absl::StatusCode::kDataLoss));
    EXPECT_THAT(DecodeBackupManifest(text.substr(0, i)).status(),
                FailsWith(absl::StatusCode::kDataLoss));
  }
}

}  // namespace
}  // namespace counterpoint::storage
