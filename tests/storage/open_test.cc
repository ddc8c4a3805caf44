// Which directories a store opens.
#include <fstream>

#include "rocksdb/db.h"
#include "storage/column_family.h"
#include "storage/format.h"
#include "storage/key_codec.h"
#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

using testing::HasSubstr;

class OpenTest : public StoreFixture {
 protected:
  // Writes to the store's directory with RocksDB alone.
  void WriteForeign(const std::vector<std::string>& families, const std::string& key,
                    const std::string& value) {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.create_missing_column_families = true;
    std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
    for (const std::string& name : families) {
      descriptors.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(options, options_.path, descriptors, &handles, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    if (!key.empty()) {
      ASSERT_TRUE(db->Put(rocksdb::WriteOptions(), key, value).ok());
    }
    for (auto* handle : handles) ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
  }
  static std::vector<std::string> OurFamilies() {
    return {kColumnFamilyNames.begin(), kColumnFamilyNames.end()};
  }
  static std::string Version(std::uint64_t version) {
    std::string value;
    AppendUnsigned(version, value);
    return value;
  }
};

TEST_F(OpenTest, MissingStoreIsMadeUnlessItMustExist) {
  options_.must_exist = true;
  EXPECT_THAT(TryOpen(), FailsWith(absl::StatusCode::kNotFound));
  EXPECT_FALSE(std::filesystem::exists(options_.path));
  options_.must_exist = false;
  EXPECT_TRUE(TryOpen().ok());
  options_.must_exist = true;
  EXPECT_TRUE(TryOpen().ok());
}

TEST_F(OpenTest, StoreThatIsOpenIsUnavailable) {
  Open();
  const absl::Status second = Store::Open(options_).status();
  EXPECT_THAT(second, FailsWith(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(second.message()), HasSubstr("is open in another process"));
}

TEST_F(OpenTest, NewerFormatIsRefusedNamingBothVersions) {
  Open();
  store_.reset();
  WriteForeign(OurFamilies(), kFormatKey, Version(77));
  const absl::Status status = TryOpen();
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()), HasSubstr("77"));
  EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat(kFormatVersion)));
}

TEST_F(OpenTest, NewerFormatWithOtherFamiliesIsRefusedNamingBothVersions) {
  WriteForeign({"default", "heads", "of_tomorrow"}, kFormatKey, Version(77));
  const absl::Status status = TryOpen();
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()), HasSubstr("77"));
}

TEST_F(OpenTest, DatabaseOfAnotherProgramIsRefusedAndNotChanged) {
  for (const std::vector<std::string>& families :
       std::vector<std::vector<std::string>>{{"default"}, {"default", "theirs"}, OurFamilies()}) {
    std::filesystem::remove_all(options_.path);
    WriteForeign(families, "key", "value");
    EXPECT_THAT(TryOpen(), FailsWith(absl::StatusCode::kFailedPrecondition));
    std::vector<std::string> after;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, options_.path, &after).ok());
    EXPECT_EQ(after, families);
  }
}

TEST_F(OpenTest, StoreWhoseMakingWasCutShortIsCompleted) {
  WriteForeign({"default", "heads"}, "", "");
  EXPECT_TRUE(TryOpen().ok());
  options_.must_exist = true;
  EXPECT_TRUE(TryOpen().ok());
}

TEST_F(OpenTest, StoreThatLostItsCurrentFileIsDamagedAndNotMadeAnew) {
  Open();
  Commit("a", {PutMember("1")});
  store_.reset();
  std::filesystem::remove(options_.path + "/CURRENT");
  EXPECT_THAT(TryOpen(), FailsWith(absl::StatusCode::kDataLoss));
}

TEST_F(OpenTest, DamagedManifestIsDataLoss) {
  Open();
  store_.reset();
  for (const auto& entry : std::filesystem::directory_iterator(options_.path)) {
    if (entry.path().filename().string().rfind("MANIFEST", 0) != 0) continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(20);
    file.write("damage", 6);
  }
  EXPECT_THAT(TryOpen(), FailsWith(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace counterpoint::storage
