// The bytes of the audit trail. A change here is a change of the format, and of all
// hashes that somebody has kept.
#include "storage/audit_codec.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace counterpoint::storage {
namespace {

// SHA-256 of "saltname", and of the entry's bytes up to its own hash.
constexpr char kDigest[] = "030add4dfc5a36400730500687da69a446951708da56932236ef0d0296a23f0e";
constexpr char kHash[] = "f92ec525243eec6782bb9a69352df6a6b45e0c566cecb5cd28c456049eed58df";

AuditEntry Entry() {
  AuditEntry entry;
  entry.sequence = 3;
  entry.time = absl::FromUnixMicros(1'700'000'000'000'001);
  entry.payload = "event";
  entry.previous_hash = std::string(32, 'p');
  AuditEntry::Name& name = entry.names.emplace_back();
  name.salt = "salt";
  name.name = "name";
  name.digest = AuditNameDigest(name.salt, name.name);
  entry.hash = AuditHash("music", entry);
  return entry;
}

std::string Hex(const std::string& bytes) { return absl::BytesToHexString(bytes); }

TEST(AuditCodecTest, KeysAreAsTheyAreWrittenDown) {
  EXPECT_EQ(Hex(AuditHeadKey("music")), "016d757369630001");
  EXPECT_EQ(Hex(AuditEntryKey("music", 3)), "026d7573696300018000000000000003");
  EXPECT_EQ(Hex(AuditNamesKey("", 3)), "0300018000000000000003");
}

TEST(AuditCodecTest, ValuesAreAsTheyAreWrittenDown) {
  const AuditEntry entry = Entry();
  EXPECT_EQ(Hex(entry.names[0].digest), kDigest);
  EXPECT_EQ(Hex(entry.hash), kHash);
  EXPECT_EQ(Hex(EncodeAuditEntry("music", entry)),
            absl::StrCat("0a056d757369631006188280f281838985062220", Hex(std::string(32, 'p')),
                         "2a056576656e743220", kDigest, "3a20", kHash));
  EXPECT_EQ(Hex(EncodeAuditNames(entry.names)), "0a0c0a0473616c7412046e616d65");
  AuditHead head;
  head.sequence = 3;
  head.hash = "hash";
  head.micros = 5;
  head.trimmed_sequence = 1;
  head.trimmed_hash = "old";
  head.dropped_sequence = 2;
  EXPECT_EQ(Hex(EncodeAuditHead(head)), "0806120468617368180a20022a036f6c643004");
}

TEST(AuditCodecTest, WhatIsWrittenIsRead) {
  const AuditEntry entry = Entry();
  std::string chain;
  auto read = DecodeAuditEntry(EncodeAuditEntry("music", entry), chain);
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_TRUE(DecodeAuditNames(EncodeAuditNames(entry.names), *read).ok());
  EXPECT_EQ(chain, "music");
  EXPECT_EQ(read->time, entry.time);
  EXPECT_EQ(read->names[0].name, "name");
  EXPECT_EQ(AuditHash(chain, *read), read->hash);
}

TEST(AuditCodecTest, CutBytesAreDamageAndNeverAnotherEntry) {
  const AuditEntry entry = Entry();
  const std::string bytes = EncodeAuditEntry("music", entry);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    std::string chain;
    const auto read = DecodeAuditEntry(absl::string_view(bytes).substr(0, size), chain);
    if (read.ok()) {
      EXPECT_NE(AuditHash(chain, *read), read->hash) << size;
    }
  }
  AuditEntry without;
  EXPECT_TRUE(absl::IsDataLoss(DecodeAuditNames(EncodeAuditNames(entry.names), without)));
}

}  // namespace
}  // namespace counterpoint::storage
