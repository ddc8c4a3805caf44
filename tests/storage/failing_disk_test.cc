// What remains of commits when the disk fails.
#include "tests/storage/failing_disk.h"

#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class FailingDiskTest : public StoreFixture {
 protected:
  FailingDiskTest() {
    options_.env = disk_.env();
    Open();
    Commit("a", {PutMember("before")});
  }
  ~FailingDiskTest() override { store_.reset(); }

  void ExpectOnlyWhatWasAcknowledged(const std::vector<std::string>& ids) {
    EXPECT_EQ(MemberIds("a"), ids);
    EXPECT_EQ(Revision("a"), static_cast<std::int64_t>(ids.size()));
    EXPECT_EQ(store_->View()->ChangesAfter("a", 0, 100)->size(), ids.size());
  }

  FailingDisk disk_;
};

TEST_F(FailingDiskTest, WriteThatFillsTheDiskStopsTheStoreUntilItIsOpenedAgain) {
  disk_.Fail(FailingDisk::Failure::kNoSpace);
  for (int i = 0; i < 3; ++i) {
    const absl::Status refused = TryCommit("a", {PutMember("refused")});
    EXPECT_THAT(refused, FailsWith(absl::StatusCode::kResourceExhausted));
    EXPECT_THAT(std::string(refused.message()), HasSubstr("free some space"));
    EXPECT_THAT(std::string(refused.message()), HasSubstr("has to be opened again"));
    ExpectOnlyWhatWasAcknowledged({"before"});
  }
  disk_.Fail(FailingDisk::Failure::kNone);
  Open();
  ExpectOnlyWhatWasAcknowledged({"before"});
  EXPECT_EQ(Commit("a", {PutMember("then")}).revision, 2);
}

TEST_F(FailingDiskTest, FailedSyncIsUnavailableAndShowsNothing) {
  disk_.Fail(FailingDisk::Failure::kSyncFails);
  EXPECT_THAT(TryCommit("a", {PutMember("refused")}), FailsWith(absl::StatusCode::kUnavailable));
  const absl::Status again = TryCommit("a", {PutMember("refused")});
  EXPECT_THAT(again, FailsWith(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(again.message()), HasSubstr("has to be opened again"));
  ExpectOnlyWhatWasAcknowledged({"before"});
}

TEST_F(FailingDiskTest, StoreOpensAfterFailedSyncsWithWholeCommits) {
  disk_.Fail(FailingDisk::Failure::kSyncFails);
  EXPECT_FALSE(TryCommit("a", {PutMember("x1"), PutMember("x2")}).ok());
  store_.reset();
  disk_.Fail(FailingDisk::Failure::kNone);
  Open();
  // The commit was not acknowledged; it is there whole or not at all.
  const std::int64_t revision = Revision("a");
  EXPECT_EQ(MemberIds("a").size(), revision == 1 ? 1u : 3u);
  EXPECT_EQ(Commit("a", {PutMember("then")}).revision, revision + 1);
}

TEST_F(FailingDiskTest, RequestThatFailedOnTheDiskIsNotRemembered) {
  CommitRequest request = Request("a", {PutMember("m")});
  request.request_id = "r";
  disk_.Fail(FailingDisk::Failure::kNoSpace);
  EXPECT_FALSE(store_->Commit(request).ok());
  disk_.Fail(FailingDisk::Failure::kNone);
  Open();
  EXPECT_FALSE(Commit(request).repeated);
  EXPECT_TRUE(Commit(request).repeated);
}

TEST_F(FailingDiskTest, ListenerHearsOfNoFailedCommit) {
  std::vector<std::int64_t> heard;
  store_->SetListener(
      [&heard](absl::string_view, std::int64_t revision) { heard.push_back(revision); });
  disk_.Fail(FailingDisk::Failure::kNoSpace);
  EXPECT_FALSE(TryCommit("a", {PutMember("refused")}).ok());
  EXPECT_THAT(heard, IsEmpty());
}

TEST_F(FailingDiskTest, DerivedDataReportsAFullDisk) {
  disk_.Fail(FailingDisk::Failure::kNoSpace);
  EXPECT_THAT(store_->PutDerived("a", 1, {{"m", "x"}}),
              FailsWith(absl::StatusCode::kResourceExhausted));
}

TEST_F(FailingDiskTest, BackupToAFullDiskLeavesNothingBehind) {
  disk_.Fail(FailingDisk::Failure::kNoSpace);
  EXPECT_THAT(store_->Backup(PathOf("backup")), FailsWith(absl::StatusCode::kResourceExhausted));
  disk_.Fail(FailingDisk::Failure::kNone);
  Open();
  EXPECT_FALSE(std::filesystem::exists(PathOf("backup")));
  EXPECT_FALSE(std::filesystem::exists(PathOf("backup.partial")));
  EXPECT_TRUE(store_->Backup(PathOf("backup")).ok());
}

TEST_F(FailingDiskTest, DirectoryThatMayNotBeWrittenIsPermissionDenied) {
  disk_.Fail(FailingDisk::Failure::kPermissionDenied);
  options_.path = PathOf("other");
  EXPECT_THAT(TryOpen(), FailsWith(absl::StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace counterpoint::storage
