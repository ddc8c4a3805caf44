// What a store says when its disk is full, read-only, damaged or missing.
#include "tests/storage/simulated_disk.h"
#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class DiskFailureTest : public StoreFixture {
 protected:
  DiskFailureTest() {
    options_.env = disk_.env();
    options_.path = "/store";
    options_.block_cache_bytes = 0;
    Open();
    Commit("a", {PutMember("before")});
  }
  ~DiskFailureTest() override { store_.reset(); }

  // Opening flushes what the log holds to tables.
  std::string TableOfRecords() {
    Open();
    store_.reset();
    std::string largest;
    for (const std::string& table : disk_.Files(options_.path, FileKind::kTable)) {
      if (largest.empty() || disk_.Size(table) > disk_.Size(largest)) largest = table;
    }
    return largest;
  }

  SimulatedDisk disk_;
};

TEST_F(DiskFailureTest, WritesAreRefusedBelowTheReserveAndGoOnOnceThereIsRoom) {
  disk_.LimitSpace(options_.free_space_reserve - 1);
  const absl::Status refused = TryCommit("a", {PutMember("refused")});
  EXPECT_THAT(refused, FailsWith(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("free some space"));
  EXPECT_THAT(store_->PutDerived("a", 1, {{"m", "x"}}),
              FailsWith(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(store_->Backup("/backup"), FailsWith(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(MemberIds("a"), ElementsAre("before"));
  disk_.Repair();
  EXPECT_EQ(Commit("a", {PutMember("then")}).revision, 2);
  EXPECT_THAT(MemberIds("a"), ElementsAre("before", "then"));
}

TEST_F(DiskFailureTest, DiskThatBecomesReadOnlyRefusesWritesAndServesReads) {
  Fault fault;
  fault.kind = FaultKind::kReadOnly;
  disk_.Inject(fault);
  const absl::Status refused = TryCommit("a", {PutMember("refused")});
  EXPECT_THAT(refused, FailsWith(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("Read-only file system"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("has to be opened again"));
  EXPECT_THAT(MemberIds("a"), ElementsAre("before"));
}

TEST_F(DiskFailureTest, ReadOnlyDiskIsNotOpened) {
  store_.reset();
  Fault fault;
  fault.kind = FaultKind::kReadOnly;
  disk_.Inject(fault);
  const absl::Status refused = TryOpen();
  EXPECT_THAT(refused, FailsWith(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("make it writable"));
}

TEST_F(DiskFailureTest, DamagedBlockIsDataLossNamingTheFile) {
  const std::string table = TableOfRecords();
  // The first block holds the records; the file's end is read at opening.
  disk_.Garble(table, 10);
  Open();
  absl::Status status = absl::OkStatus();
  for (const char* alliance : {"a"}) {
    const auto view = store_->View();
    if (status.ok()) status = view->Revision(alliance).status();
    if (status.ok()) status = view->Get(alliance, Collection::kMember, "before").status();
    if (status.ok()) status = view->ChangesAfter(alliance, 0, 10).status();
  }
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()), HasSubstr(table));
  EXPECT_THAT(std::string(status.message()), HasSubstr("restore a backup"));
}

TEST_F(DiskFailureTest, MissingTableIsDataLossNamingTheFile) {
  const std::string table = TableOfRecords();
  ASSERT_TRUE(disk_.env()->DeleteFile(table).ok());
  const absl::Status status = TryOpen();
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()), HasSubstr(table.substr(0, table.rfind('.'))));
}

TEST_F(DiskFailureTest, DirectoryInAMissingOneIsNotFound) {
  store_.reset();
  options_.path = "/missing/store";
  EXPECT_THAT(TryOpen(), FailsWith(absl::StatusCode::kNotFound));
}

TEST_F(DiskFailureTest, FailedReadIsUnavailableAndPasses) {
  TableOfRecords();
  Open();
  Fault fault;
  fault.kind = FaultKind::kReadError;
  fault.files = FileKind::kTable;
  disk_.Inject(fault);
  EXPECT_THAT(Member("a", "before").status(), FailsWith(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Member("a", "before")->payload, "payload");
}

TEST_F(DiskFailureTest, NewStoreSurvivesAPowerCut) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    options_.path = absl::StrCat("/store", seed);
    Open();
    Commit("a", {PutMember("synced")});
    disk_.Stop();
    store_.reset();
    std::mt19937_64 random(seed);
    disk_.LosePower(random);
    options_.must_exist = true;
    Open();
    EXPECT_THAT(MemberIds("a"), ElementsAre("synced"));
    options_.must_exist = false;
  }
}

TEST_F(DiskFailureTest, BackupMayFollowAPowerCutThatToreTheLog) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    ASSERT_TRUE(store_->PutDerived("a", 1, {{"m", std::string(1000, 'x')}}).ok());
    disk_.Stop();
    store_.reset();
    std::mt19937_64 random(seed);
    disk_.LosePower(random);
    Open();
    const absl::Status status = store_->Backup(absl::StrCat("/backup", seed));
    EXPECT_TRUE(status.ok()) << status;
  }
}

}  // namespace
}  // namespace counterpoint::storage
