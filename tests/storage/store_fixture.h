// A store in a directory of the test's own, with a clock that stands still.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/store.h"

namespace counterpoint::storage {

MATCHER_P(FailsWith, code, absl::StrCat("fails with ", absl::StatusCodeToString(code))) {
  *result_listener << arg.ToString();
  return arg.code() == code;
}

inline Write PutMember(std::string id, std::string payload = "payload",
                       Precondition precondition = {},
                       absl::Time expire_time = absl::InfiniteFuture()) {
  Write write;
  write.id = std::move(id);
  write.payload = std::move(payload);
  write.precondition = precondition;
  write.expire_time = expire_time;
  return write;
}

inline Write DeleteMember(std::string id, Precondition precondition = {}) {
  Write write;
  write.kind = Write::Kind::kDelete;
  write.id = std::move(id);
  write.precondition = precondition;
  return write;
}

inline Write PutAlliance(std::string payload = "alliance", Precondition precondition = {}) {
  Write write;
  write.collection = Collection::kAlliance;
  write.payload = std::move(payload);
  write.precondition = precondition;
  return write;
}

inline Write PutInteraction(std::string id, std::string payload = "interaction") {
  Write write;
  write.collection = Collection::kInteraction;
  write.id = std::move(id);
  write.payload = std::move(payload);
  return write;
}

inline CommitRequest Request(std::string alliance, std::vector<Write> writes) {
  CommitRequest request;
  request.alliance = std::move(alliance);
  request.writes = std::move(writes);
  return request;
}

inline std::vector<Record> ReadAll(RecordCursor& cursor) {
  std::vector<Record> records;
  Record record;
  while (true) {
    const auto more = cursor.Next(record);
    EXPECT_TRUE(more.ok()) << more.status();
    if (!more.ok() || !*more) return records;
    records.push_back(record);
  }
}

inline std::vector<std::string> Ids(const std::vector<Record>& records) {
  std::vector<std::string> ids;
  for (const Record& record : records) ids.push_back(record.id);
  return ids;
}

class StoreFixture : public testing::Test {
 protected:
  StoreFixture() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::path(testing::TempDir()) /
                 absl::StrCat("counterpoint_", info->test_suite_name(), "_", info->name());
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
    options_.path = PathOf("store");
    options_.block_cache_bytes = std::size_t{1} << 20;
    options_.clock = [this] { return now_; };
  }
  ~StoreFixture() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  std::string PathOf(const std::string& name) const { return (directory_ / name).string(); }

  void Open() {
    store_.reset();
    auto opened = Store::Open(options_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }
  absl::Status TryOpen() {
    store_.reset();
    return Store::Open(options_).status();
  }

  CommitResult Commit(CommitRequest request) {
    auto result = store_->Commit(std::move(request));
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *std::move(result) : CommitResult();
  }
  CommitResult Commit(std::string alliance, std::vector<Write> writes) {
    return Commit(Request(std::move(alliance), std::move(writes)));
  }
  absl::Status TryCommit(std::string alliance, std::vector<Write> writes) {
    return store_->Commit(Request(std::move(alliance), std::move(writes))).status();
  }

  absl::StatusOr<Record> Member(absl::string_view alliance, absl::string_view id) {
    return store_->View()->Get(alliance, Collection::kMember, id);
  }
  std::vector<std::string> MemberIds(absl::string_view alliance) {
    const auto view = store_->View();
    return Ids(ReadAll(*view->Scan(alliance, Collection::kMember, "")));
  }
  std::int64_t Revision(absl::string_view alliance) { return *store_->View()->Revision(alliance); }

  std::filesystem::path directory_;
  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  StoreOptions options_;
  std::unique_ptr<Store> store_;
};

}  // namespace counterpoint::storage
