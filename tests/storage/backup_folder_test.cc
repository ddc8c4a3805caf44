// A folder of backups: made while writes go on, listed whole or not at all, chosen by
// time, kept and removed.
#include "storage/backup_folder.h"

#include <atomic>
#include <fstream>
#include <thread>

#include "storage/backup_manifest.h"
#include "storage/restore.h"
#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class BackupFolderTest : public StoreFixture {
 protected:
  BackupFolderTest() : folder_(PathOf("backups")), restored_(PathOf("restored")) {
    OpenAudit();
    Put("first");
    OpenFolder();
  }
  ~BackupFolderTest() override { audit_.reset(); }

  void OpenAudit() {
    audit_.reset();
    auto opened = AuditStore::Open(options_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    audit_ = *std::move(opened);
  }
  void OpenFolder() {
    backups_.reset();
    auto opened = BackupFolder::Open(folder_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    backups_ = *std::move(opened);
  }
  void Put(const std::string& id, const std::string& payload = "payload") {
    const auto put = audit_->CommitAudited(Request("a", {PutMember(id, payload)}), {"put", {id}});
    ASSERT_TRUE(put.ok()) << put.status();
  }
  absl::StatusOr<StoredBackup> TryMake(const BackupProgress& progress = {}) {
    return backups_->Make(*audit_, *backups_->NextId(), progress, [this] { return now_; });
  }
  StoredBackup Make() {
    auto made = TryMake();
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? *made : StoredBackup();
  }
  std::vector<std::string> Listed() const {
    const auto backups = ListBackups(folder_);
    EXPECT_TRUE(backups.ok()) << backups.status();
    std::vector<std::string> ids;
    for (const StoredBackup& backup : *backups) ids.push_back(backup.id);
    return ids;
  }
  std::vector<std::string> RestoredMembers(const std::string& id) {
    std::filesystem::remove_all(restored_);
    const absl::Status restored = RestoreBackup(BackupDirectory(folder_, id), restored_);
    EXPECT_TRUE(restored.ok()) << restored;
    StoreOptions options = options_;
    options.path = restored_;
    const auto store = Store::Open(options);
    EXPECT_TRUE(store.ok()) << store.status();
    const auto view = (*store)->View();
    return Ids(ReadAll(*view->Scan("a", Collection::kMember, "")));
  }
  // Some table of the backup.
  std::string Table(const std::string& id) const {
    for (const auto& entry : std::filesystem::directory_iterator(BackupDirectory(folder_, id))) {
      if (entry.path().extension() == ".sst") return entry.path();
    }
    return "";
  }
  static void Garble(const std::string& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(10);
    const char garbled = static_cast<char>(file.get() ^ 0x10);
    file.seekp(10);
    file.put(garbled);
  }

  const std::string folder_;
  const std::string restored_;
  std::unique_ptr<AuditStore> audit_;
  std::unique_ptr<BackupFolder> backups_;
};

TEST_F(BackupFolderTest, OneThatIsMadeIsListedVerifiedWithItsMomentAndSize) {
  const StoredBackup made = Make();
  EXPECT_EQ(made.id, "000001");
  EXPECT_EQ(made.state, StoredBackup::State::kVerified);
  EXPECT_EQ(made.begin_time, now_);
  EXPECT_EQ(made.verify_time, now_);
  EXPECT_GT(made.sequence, 0);
  EXPECT_GT(made.bytes, 0U);
  now_ += absl::Hours(1);
  Put("second");
  const StoredBackup next = Make();
  EXPECT_EQ(next.id, "000002");
  EXPECT_GT(next.sequence, made.sequence);
  EXPECT_THAT(Listed(), ElementsAre("000001", "000002"));
  EXPECT_THAT(RestoredMembers("000001"), ElementsAre("first"));
  EXPECT_THAT(RestoredMembers("000002"), ElementsAre("first", "second"));
}

// Each thread's commits are numbered, so a moment of the whole is a prefix of each; and
// what was acknowledged before the backup began is in it.
TEST_F(BackupFolderTest, WhileWritesGoOnItIsOneMomentOfAllAlliances) {
  constexpr int kThreads = 4;
  std::atomic<bool> stop = false;
  std::array<std::atomic<int>, kThreads> acknowledged{};
  std::vector<std::thread> writers;
  for (int t = 0; t < kThreads; ++t) {
    writers.emplace_back([&, t] {
      const std::string alliance = absl::StrCat("alliance-", t);
      for (int i = 1; !stop; ++i) {
        // Two records a commit: half a commit would show.
        const std::string payload = absl::StrCat(i) + std::string(2000, 'x');
        const auto put = audit_->CommitAudited(
            Request(alliance, {PutMember("m", payload), PutInteraction("i", payload)}),
            {absl::StrCat(i), {}});
        if (!put.ok()) return;
        acknowledged[static_cast<std::size_t>(t)] = i;
      }
    });
  }
  std::vector<std::array<int, kThreads>> before;
  for (int round = 0; round < 4; ++round) {
    while (acknowledged[0] < 10 * (round + 1)) std::this_thread::yield();
    auto& counts = before.emplace_back();
    for (int t = 0; t < kThreads; ++t) {
      counts[static_cast<std::size_t>(t)] = acknowledged[static_cast<std::size_t>(t)];
    }
    Make();
  }
  stop = true;
  for (std::thread& writer : writers) writer.join();
  for (std::size_t round = 0; round < before.size(); ++round) {
    const std::string id = Listed()[round];
    RestoredMembers(id);
    StoreOptions options = options_;
    options.path = restored_;
    {
      const auto store = Store::Open(options);
      ASSERT_TRUE(store.ok());
      const auto view = (*store)->View();
      for (int t = 0; t < kThreads; ++t) {
        const std::string alliance = absl::StrCat("alliance-", t);
        const auto member = view->Get(alliance, Collection::kMember, "m");
        const auto interaction = view->Get(alliance, Collection::kInteraction, "i");
        ASSERT_TRUE(member.ok() && interaction.ok());
        EXPECT_EQ(member->payload, interaction->payload);
        const std::int64_t revision = *view->Revision(alliance);
        EXPECT_EQ(std::atoi(member->payload.c_str()), revision);
        EXPECT_GE(revision, before[round][static_cast<std::size_t>(t)]);
        EXPECT_EQ(view->ChangesAfter(alliance, 0, 1'000'000)->size(),
                  static_cast<std::size_t>(2 * revision));
      }
    }
    const auto audit = VerifyAudit(restored_, "", std::nullopt);
    EXPECT_TRUE(audit.ok()) << audit.status();
  }
}

TEST_F(BackupFolderTest, OneThatIsBrokenOffLeavesTheOthersAndNothingOfItself) {
  Make();
  Put("second");
  const auto broken = TryMake([](std::uint64_t, std::uint64_t) { return false; });
  EXPECT_THAT(broken.status(), FailsWith(absl::StatusCode::kCancelled));
  EXPECT_THAT(Listed(), ElementsAre("000001"));
  EXPECT_FALSE(std::filesystem::exists(BackupDirectory(folder_, "000002.partial")));
  // Its number is not given again.
  EXPECT_EQ(Make().id, "000003");
  EXPECT_THAT(RestoredMembers("000001"), ElementsAre("first"));
}

TEST_F(BackupFolderTest, WhatAKilledProcessLeftIsNotListedAndGoesWithTheNextOpening) {
  Make();
  const std::string left = BackupDirectory(folder_, "000002.partial");
  std::filesystem::create_directory(left);
  std::ofstream(left + "/000009.sst") << "half a table";
  EXPECT_THAT(Listed(), ElementsAre("000001"));
  OpenFolder();
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_THAT(Listed(), ElementsAre("000001"));
}

TEST_F(BackupFolderTest, TablesThatHaveNotChangedAreOnTheDiskOnce) {
  const StoredBackup first = Make();
  Put("second");
  const StoredBackup second = Make();
  int shared = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(BackupDirectory(folder_, second.id))) {
    const auto twin =
        std::filesystem::path(BackupDirectory(folder_, first.id)) / entry.path().filename();
    shared += std::filesystem::exists(twin) && std::filesystem::equivalent(entry.path(), twin);
  }
  EXPECT_GT(shared, 0);
  // And none with the store: a block that rots there is whole here.
  for (const auto& entry : std::filesystem::directory_iterator(options_.path)) {
    const auto copy =
        std::filesystem::path(BackupDirectory(folder_, second.id)) / entry.path().filename();
    if (!std::filesystem::exists(copy)) continue;
    EXPECT_FALSE(std::filesystem::equivalent(entry.path(), copy)) << copy;
  }
}

TEST_F(BackupFolderTest, ADamagedOneIsNotedPassedOverAndSharedWithNoLonger) {
  Make();
  now_ += absl::Hours(1);
  Make();
  Garble(Table("000002"));
  const absl::Status damaged = VerifyStoredBackup(folder_, "000002", now_, {});
  EXPECT_THAT(damaged, FailsWith(absl::StatusCode::kDataLoss));
  const auto listed = ListBackups(folder_);
  EXPECT_EQ(listed->back().state, StoredBackup::State::kDamaged);
  EXPECT_THAT(listed->back().fault, HasSubstr("is not what was backed up"));
  EXPECT_NE(FindBackup(folder_, {})->id, "000002");
  // The table was shared with the first, so that is damaged too; the next is whole.
  EXPECT_FALSE(VerifyStoredBackup(folder_, "000001", now_, {}).ok());
  EXPECT_THAT(FindBackup(folder_, {}).status(), FailsWith(absl::StatusCode::kNotFound));
  EXPECT_EQ(Make().state, StoredBackup::State::kVerified);
  EXPECT_EQ(FindBackup(folder_, {})->id, "000003");
}

TEST_F(BackupFolderTest, ATimeFindsTheNewestThatHasNothingFromAfterIt) {
  const absl::Time first = now_;
  Make();
  now_ += absl::Hours(2);
  Make();
  EXPECT_EQ(FindBackup(folder_, {"", first})->id, "000001");
  EXPECT_EQ(FindBackup(folder_, {"", first + absl::Hours(1)})->id, "000001");
  EXPECT_EQ(FindBackup(folder_, {"", now_})->id, "000002");
  EXPECT_EQ(FindBackup(folder_, {"000001", {}})->id, "000001");
  const absl::Status early = FindBackup(folder_, {"", first - absl::Seconds(1)}).status();
  EXPECT_THAT(early, FailsWith(absl::StatusCode::kNotFound));
  EXPECT_THAT(std::string(early.message()), HasSubstr("000001 of 2023-11-14"));
  EXPECT_THAT(FindBackup(folder_, {"000009", {}}).status(), FailsWith(absl::StatusCode::kNotFound));
  EXPECT_THAT(FindBackup(PathOf("none"), {}).status(), FailsWith(absl::StatusCode::kNotFound));
}

TEST_F(BackupFolderTest, TheNewestAreKeptAndWhatIsTooOldGoesButForTheLastWholeOne) {
  for (int i = 0; i < 5; ++i) {
    Make();
    now_ += absl::Hours(1);
  }
  EXPECT_EQ(*backups_->Prune(3, absl::InfinitePast()), 2);
  EXPECT_THAT(Listed(), ElementsAre("000003", "000004", "000005"));
  EXPECT_THAT(RestoredMembers("000003"), ElementsAre("first"));
  EXPECT_EQ(*backups_->Prune(3, now_ - absl::Hours(2)), 1);
  EXPECT_THAT(Listed(), ElementsAre("000004", "000005"));
  EXPECT_EQ(*backups_->Prune(3, now_ + absl::Hours(9)), 1);
  EXPECT_THAT(Listed(), ElementsAre("000005"));
  // A damaged one takes no place among those that are kept.
  Make();
  Garble(Table("000006"));
  ASSERT_FALSE(VerifyStoredBackup(folder_, "000006", now_, {}).ok());
  EXPECT_EQ(*backups_->Prune(1, absl::InfinitePast()), 0);
  EXPECT_THAT(Listed(), ElementsAre("000005", "000006"));
  Make();
  EXPECT_EQ(*backups_->Prune(1, absl::InfinitePast()), 2);
  EXPECT_THAT(Listed(), ElementsAre("000007"));
}

TEST_F(BackupFolderTest, OnlyOneProcessMakesBackupsInAFolder) {
  EXPECT_THAT(BackupFolder::Open(folder_).status(), FailsWith(absl::StatusCode::kUnavailable));
}

TEST_F(BackupFolderTest, RestoringOverAStoreKeepsItAsideAndLeavesItWhereTheBackupIsDamaged) {
  Make();
  Put("lost");
  EXPECT_THAT(RestoreBackupOver(BackupDirectory(folder_, "000001"), options_.path),
              FailsWith(absl::StatusCode::kUnavailable));  // It is open.
  audit_.reset();
  EXPECT_THAT(RestoreBackup(BackupDirectory(folder_, "000001"), options_.path),
              FailsWith(absl::StatusCode::kAlreadyExists));
  Garble(Table("000001"));
  EXPECT_THAT(RestoreBackupOver(BackupDirectory(folder_, "000001"), options_.path),
              FailsWith(absl::StatusCode::kDataLoss));
  OpenAudit();
  EXPECT_EQ(*audit_->View()->Revision("a"), 2);
  audit_.reset();
  Garble(Table("000001"));  // Back again.
  const absl::Status restored =
      RestoreBackupOver(BackupDirectory(folder_, "000001"), options_.path);
  ASSERT_TRUE(restored.ok()) << restored;
  OpenAudit();
  EXPECT_EQ(*audit_->View()->Revision("a"), 1);
  audit_.reset();
  options_.path = PathBeforeRestore(options_.path);
  OpenAudit();
  EXPECT_EQ(*audit_->View()->Revision("a"), 2);
}

TEST_F(BackupFolderTest, AnEmptyDirectoryMayBeRestoredToAndOneThatIsNoStoreNeverIs) {
  Make();
  std::filesystem::create_directory(restored_);
  ASSERT_TRUE(RestoreBackup(BackupDirectory(folder_, "000001"), restored_).ok());
  const std::string papers = PathOf("papers");
  std::filesystem::create_directory(papers);
  std::ofstream(papers + "/letter") << "dear";
  EXPECT_THAT(RestoreBackup(BackupDirectory(folder_, "000001"), papers),
              FailsWith(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(RestoreBackupOver(BackupDirectory(folder_, "000001"), papers),
              FailsWith(absl::StatusCode::kAlreadyExists));
  EXPECT_TRUE(std::filesystem::exists(papers + "/letter"));
  EXPECT_FALSE(std::filesystem::exists(papers + ".partial"));
}

}  // namespace
}  // namespace counterpoint::storage
