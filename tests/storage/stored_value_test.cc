// The bytes of format 1. A change here is a change of the format.
#include "storage/stored_value.h"

#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "storage/field_codec.h"
#include "storage/key_layout.h"

namespace counterpoint::storage {
namespace {

Record SampleRecord() {
  return {.id = "m1",
          .payload = "abc",
          .create_revision = 1,
          .revision = 300,
          .create_time = absl::FromUnixMicros(1'000'000),
          .update_time = absl::FromUnixMicros(2'000'000),
          .expire_time = absl::FromUnixMicros(-1)};
}

TEST(StoredValueTest, RecordHasTheBytesOfFormat1) {
  EXPECT_EQ(absl::BytesToHexString(EncodeRecord(SampleRecord())),
            "0802"          // 1: create_revision 1
            "10d804"        // 2: revision 300
            "1880897a"      // 3: create_time
            "208092f401"    // 4: update_time
            "2801"          // 5: expire_time -1
            "3203616263");  // 6: payload
}

TEST(StoredValueTest, HeadHasTheBytesOfFormat1) {
  Head head;
  head.revision = 7;
  head.trimmed_revision = 3;
  head.commit_micros = 64;
  EXPECT_EQ(absl::BytesToHexString(EncodeHead(head)), "080e1006188001");
}

TEST(StoredValueTest, ChangesHaveTheBytesOfFormat1) {
  const absl::Time none;
  const CommitChanges commit = {
      .commit_micros = 5,
      .changes = {{0, Collection::kAlliance, ChangeKind::kCreated, "", none},
                  {0, Collection::kMember, ChangeKind::kExpired, "m", none}}};
  EXPECT_EQ(absl::BytesToHexString(EncodeChanges(commit)),
            "080a"
            "1206080210021a00"
            "1207080410081a016d");
}

TEST(StoredValueTest, RequestHasTheBytesOfFormat1) {
  const StoredRequest request = {
      .revision = 2, .commit_micros = 3, .fingerprint_digest = "F", .reply = "R"};
  EXPECT_EQ(absl::BytesToHexString(EncodeRequest(request)), "080410061a0146220152");
}

TEST(StoredValueTest, KeysHaveTheBytesOfFormat1) {
  EXPECT_EQ(absl::BytesToHexString(AllianceKey("al")), "616c0001");
  EXPECT_EQ(absl::BytesToHexString(RecordKey("al", Collection::kMember, "m")),
            "616c0001"
            "02"
            "6d0001");
  EXPECT_EQ(absl::BytesToHexString(RecordKey("al", Collection::kInteraction, "i")),
            "616c0001"
            "03"
            "690001");
  EXPECT_EQ(absl::BytesToHexString(ChangesKey("al", 258)),
            "616c0001"
            "8000000000000102");
  EXPECT_EQ(absl::BytesToHexString(RequestKey("al", "r")), "616c0001720001");
  EXPECT_EQ(absl::BytesToHexString(RequestTimeKey("al", 1, "r")),
            "616c0001"
            "8000000000000001"
            "720001");
  EXPECT_EQ(absl::BytesToHexString(ExpiryKey("al", -1, Collection::kMember, "m")),
            "616c0001"
            "7fffffffffffffff"
            "02"
            "6d0001");
  EXPECT_EQ(absl::BytesToHexString(DerivedKey("al", 9, "m")), "616c0001096d0001");
}

TEST(StoredValueTest, RecordComesBack) {
  const Record written = SampleRecord();
  const auto read = DecodeRecord(EncodeRecord(written), "m1");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->id, written.id);
  EXPECT_EQ(read->payload, written.payload);
  EXPECT_EQ(read->create_revision, written.create_revision);
  EXPECT_EQ(read->revision, written.revision);
  EXPECT_EQ(read->create_time, written.create_time);
  EXPECT_EQ(read->update_time, written.update_time);
  EXPECT_EQ(read->expire_time, written.expire_time);
}

TEST(StoredValueTest, RecordWithoutExpireTimeNeverExpires) {
  Record written = SampleRecord();
  written.expire_time = absl::InfiniteFuture();
  const auto read = DecodeRecord(EncodeRecord(written), "m1");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->expire_time, absl::InfiniteFuture());
}

TEST(StoredValueTest, UnknownFieldIsPassedOver) {
  std::string value;
  FieldWriter writer(value);
  writer.Bytes(1000, "of another day");
  writer.Integer(1001, -5);
  const auto head = DecodeHead(absl::StrCat(value, EncodeHead({7, 3, 64})));
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->revision, 7);
}

TEST(StoredValueTest, CutWithinAFieldIsDataLoss) {
  const std::string value = EncodeRecord(SampleRecord());
  for (const std::size_t size : {value.size() - 1, value.size() - 4, std::size_t{1}}) {
    EXPECT_EQ(DecodeRecord(value.substr(0, size), "m1").status().code(),
              absl::StatusCode::kDataLoss);
  }
}

TEST(FieldCodecTest, ExtremeIntegersComeBack) {
  for (const std::int64_t written : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                                     std::int64_t{0}, std::numeric_limits<std::int64_t>::max()}) {
    std::string value;
    FieldWriter(value).Integer(3, written);
    FieldReader reader(value);
    ASSERT_TRUE(reader.Next());
    EXPECT_EQ(reader.number(), 3u);
    EXPECT_EQ(reader.integer(), written);
    EXPECT_FALSE(reader.Next());
    EXPECT_FALSE(reader.damaged());
  }
}

}  // namespace
}  // namespace counterpoint::storage
