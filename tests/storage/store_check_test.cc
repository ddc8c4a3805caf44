// Each thing that has to agree is made to disagree, beneath the store.
#include "storage/store_check.h"

#include <unistd.h>

#include <filesystem>
#include <functional>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/audit_codec.h"
#include "storage/audit_store.h"
#include "storage/database.h"
#include "storage/key_layout.h"
#include "storage/store.h"
#include "storage/stored_value.h"

namespace counterpoint::storage {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class NoContents final : public ContentCheck {
 public:
  absl::Status CheckRecord(const ReadView&, absl::string_view, Collection, const Record&) override {
    return absl::OkStatus();
  }
  absl::Status CheckDerived(const ReadView&, absl::string_view, std::uint8_t, absl::string_view,
                            absl::string_view) override {
    return absl::OkStatus();
  }
};

class StoreCheckTest : public ::testing::Test {
 protected:
  // Three commits: one with a request id, one of a record that expires.
  void SetUp() override {
    options_.path = absl::StrCat(::testing::TempDir(), "/store-check-",
                                 ::testing::UnitTest::GetInstance()->current_test_info()->name(),
                                 "-", getpid());
    std::filesystem::remove_all(options_.path);
    const auto store = Store::Open(options_);
    ASSERT_TRUE(store.ok());
    for (const char* id : {"a", "b", "c"}) {
      CommitRequest commit;
      commit.alliance = "music";
      commit.writes.resize(1);
      commit.writes[0].id = id;
      if (*id == 'b') commit.request_id = "once";
      if (*id == 'c') commit.writes[0].expire_time = kExpiry;
      ASSERT_TRUE((*store)->Commit(commit).ok());
    }
    ASSERT_TRUE((*store)->PutDerived("music", 1, {{"a", "bytes"}}).ok());
  }
  void TearDown() override { std::filesystem::remove_all(options_.path); }

  void Change(const std::function<void(Database&, rocksdb::WriteBatch&)>& change) const {
    const auto database = Database::Open(options_);
    ASSERT_TRUE(database.ok());
    rocksdb::WriteBatch batch;
    change(**database, batch);
    ASSERT_TRUE((*database)->Write(batch, true).ok());
  }
  void Delete(ColumnFamily family, const std::string& key) const {
    Change([&](Database& database, rocksdb::WriteBatch& batch) {
      batch.Delete(database.handle(family), key).PermitUncheckedError();
    });
  }
  void Put(ColumnFamily family, const std::string& key, const std::string& value) const {
    Change([&](Database& database, rocksdb::WriteBatch& batch) {
      batch.Put(database.handle(family), key, value).PermitUncheckedError();
    });
  }
  std::string Faults() const {
    NoContents contents;
    const auto report = CheckStore(options_, contents);
    if (!report.ok()) return report.status().ToString();
    std::string text;
    for (const StoreFault& fault : report->faults) {
      absl::StrAppend(&text, fault.place, ": ", fault.text, "\n");
    }
    return text;
  }

  static constexpr std::int64_t kExpiryMicros = 4'000'000'000'000'000;
  const absl::Time kExpiry = absl::FromUnixMicros(kExpiryMicros);
  StoreOptions options_;
};

TEST_F(StoreCheckTest, AWholeStoreIsCounted) {
  NoContents contents;
  const auto report = CheckStore(options_, contents);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->faults, IsEmpty());
  EXPECT_EQ(report->alliances, 1);
  EXPECT_EQ(report->records, 3);
  EXPECT_EQ(report->changes, 3);
  EXPECT_EQ(report->requests, 1);
  EXPECT_EQ(report->index_entries, 2);
  EXPECT_EQ(report->derived, 1);
}

TEST_F(StoreCheckTest, AGapInTheLogIsFound) {
  Delete(ColumnFamily::kChanges, ChangesKey("music", 2));
  EXPECT_EQ(Faults(), "changes of music: 1 are missing\n");
}

TEST_F(StoreCheckTest, ARecordNewerThanItsAllianceIsFound) {
  Head head;
  head.revision = 2;
  Put(ColumnFamily::kHeads, AllianceKey("music"), EncodeHead(head));
  EXPECT_THAT(Faults(), HasSubstr("member \"c\" of alliance \"music\": revisions 3 and 3 do not"));
  EXPECT_THAT(Faults(), HasSubstr("changes of music: revision 3 is outside"));
}

TEST_F(StoreCheckTest, ARecordWithoutAHeadIsFound) {
  Delete(ColumnFamily::kHeads, AllianceKey("music"));
  EXPECT_THAT(Faults(), HasSubstr("member \"a\" of alliance \"music\": its alliance has no head"));
}

TEST_F(StoreCheckTest, IndexEntriesAndRecordsHaveToHaveEachOther) {
  Delete(ColumnFamily::kRecords, RecordKey("music", Collection::kMember, "c"));
  EXPECT_THAT(Faults(), HasSubstr("member \"c\" of alliance \"music\": the index of what expires"));
  SetUp();
  Delete(ColumnFamily::kExpiry, ExpiryKey("music", kExpiryMicros, Collection::kMember, "c"));
  EXPECT_THAT(Faults(), HasSubstr("it expires, and the index"));
}

TEST_F(StoreCheckTest, ARequestWithoutItsTimeIsFound) {
  StoredRequest request;
  request.commit_micros = 5;
  Put(ColumnFamily::kRequests, RequestKey("music", "twice"), EncodeRequest(request));
  EXPECT_EQ(Faults(), "request twice of music: the index of times lacks it\n");
}

TEST_F(StoreCheckTest, KeysAndValuesThatCannotBeReadAreNamed) {
  Put(ColumnFamily::kRecords, "no key", "");
  Put(ColumnFamily::kChanges, ChangesKey("music", 2), "\xff");
  EXPECT_THAT(Faults(), HasSubstr("records no key: the key or the value is damaged"));
  EXPECT_THAT(Faults(), HasSubstr("changes music"));
}

TEST_F(StoreCheckTest, AnAuditChainThatDoesNotHoldIsNamedAndOthersAreCounted) {
  {
    const auto store = AuditStore::Open(options_);
    ASSERT_TRUE(store.ok());
    ASSERT_TRUE((*store)->AppendAudit("music", {{"one", {}}, {"two", {}}, {"three", {}}}).ok());
    ASSERT_TRUE((*store)->AppendAudit(kServerAuditChain, {{"four", {}}}).ok());
  }
  NoContents contents;
  EXPECT_EQ(CheckStore(options_, contents)->audit_entries, 4);
  Delete(ColumnFamily::kAudit, AuditEntryKey("music", 2));
  EXPECT_THAT(Faults(), HasSubstr("audit chain of music: "));
  EXPECT_EQ(CheckStore(options_, contents)->audit_entries, 1);
}

TEST_F(StoreCheckTest, AnOpenStoreIsLeftAlone) {
  const auto store = Store::Open(options_);
  EXPECT_THAT(Faults(), HasSubstr("UNAVAILABLE"));
}

}  // namespace
}  // namespace counterpoint::storage
