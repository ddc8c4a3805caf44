// What is deleted leaves the disk too, once nobody reads it any more.
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "storage/audit_store.h"
#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

constexpr char kCanary[] = "zqcanary";

class ErasureTest : public StoreFixture {
 protected:
  ErasureTest() {
    auto opened = AuditStore::Open(options_);
    EXPECT_TRUE(opened.ok()) << opened.status();
    if (!opened.ok()) return;
    erasure_ = &(*opened)->erasure();
    store_ = *std::move(opened);
    Commit("a", {PutAlliance(), PutMember("gone", kCanary), PutMember("stays")});
  }

  bool IsOnDisk(const std::string& word) const {
    for (const auto& file : std::filesystem::recursive_directory_iterator(directory_)) {
      if (!file.is_regular_file()) continue;
      std::ifstream in(file.path(), std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(in), {});
      if (absl::StrContains(bytes, word)) return true;
    }
    return false;
  }

  Erasure* erasure_ = nullptr;
};

TEST_F(ErasureTest, DeletedBytesLeaveTheDiskAndTheOthersStay) {
  const std::int64_t revision = Commit("a", {DeleteMember("gone")}).revision;
  EXPECT_TRUE(IsOnDisk(kCanary));
  ASSERT_TRUE(erasure_->TrimChanges("a", revision).ok());
  const absl::Status rewritten = erasure_->RewriteFiles("a", [] { return false; });
  ASSERT_TRUE(rewritten.ok()) << rewritten;
  EXPECT_FALSE(IsOnDisk(kCanary));
  EXPECT_THAT(MemberIds("a"), testing::ElementsAre("stays"));
}

TEST_F(ErasureTest, AReaderIsWaitedForUntilTheCallerGivesUp) {
  auto reader = store_->View();
  Commit("a", {DeleteMember("gone")});
  int asked = 0;
  EXPECT_THAT(erasure_->RewriteFiles("a", [&] { return ++asked == 3; }),
              FailsWith(absl::StatusCode::kUnavailable));
  EXPECT_EQ(asked, 3);
  EXPECT_EQ(reader->Get("a", Collection::kMember, "gone")->payload, kCanary);

  // It lets go while it is waited for.
  EXPECT_TRUE(erasure_
                  ->RewriteFiles("a",
                                 [&] {
                                   reader.reset();
                                   return false;
                                 })
                  .ok());
  EXPECT_FALSE(IsOnDisk(kCanary));
}

}  // namespace
}  // namespace counterpoint::storage
