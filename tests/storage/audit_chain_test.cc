// Audit chains: entered with commits, whole after a crash, and computed anew over what
// somebody has changed beneath the store.
#include <cstdint>
#include <functional>
#include <thread>

#include "rocksdb/db.h"
#include "storage/audit_codec.h"
#include "storage/audit_store.h"
#include "storage/column_family.h"
#include "storage/format.h"
#include "storage/key_codec.h"
#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t kAll = 1'000'000;

class AuditChainTest : public StoreFixture {
 protected:
  void SetUp() override { OpenAudit(); }

  void OpenAudit() {
    audit_.reset();
    auto opened = AuditStore::Open(options_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    audit_ = *std::move(opened);
  }
  ~AuditChainTest() override { audit_.reset(); }

  static AuditEvent Event(std::string payload, std::vector<std::string> names = {}) {
    return {std::move(payload), std::move(names)};
  }
  absl::Status Put(const std::string& alliance, const std::string& id, AuditEvent event) {
    return audit_->CommitAudited(Request(alliance, {PutMember(id)}), std::move(event)).status();
  }
  std::vector<std::string> Payloads(const std::string& chain) {
    const auto entries = audit_->AuditEntries(chain, 1, kAll);
    EXPECT_TRUE(entries.ok()) << entries.status();
    std::vector<std::string> payloads;
    for (const AuditEntry& entry : *entries) payloads.push_back(entry.payload);
    return payloads;
  }
  // Three entries with a name each in the chain of "a", one in the server's.
  void Fill() {
    for (const char* id : {"1", "2", "3"}) {
      ASSERT_TRUE(Put("a", id, Event(absl::StrCat("put ", id), {absl::StrCat("name-", id)})).ok());
    }
    ASSERT_TRUE(audit_->AppendAudit(kServerAuditChain, {Event("refused")}).ok());
  }
  AuditAnchor Anchor(const std::string& chain) {
    const auto head = audit_->GetAuditHead(chain);
    return {head->sequence, head->hash};
  }

  // Changes the closed store with RocksDB alone.
  void Tamper(const std::function<void(rocksdb::DB&, rocksdb::ColumnFamilyHandle*)>& change) {
    audit_.reset();
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const char* name : kColumnFamilyNames) {
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, options_.path, families, &handles, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    change(*db, handles[static_cast<std::size_t>(ColumnFamily::kAudit)]);
    for (auto* handle : handles) ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
  }
  void TamperEntry(std::int64_t sequence, const std::function<void(AuditEntry&)>& change) {
    Tamper([&](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
      const std::string key = AuditEntryKey("a", sequence);
      std::string value;
      ASSERT_TRUE(db.Get({}, family, key, &value).ok());
      std::string chain;
      AuditEntry entry = *DecodeAuditEntry(value, chain);
      change(entry);
      ASSERT_TRUE(db.Put({}, family, key, EncodeAuditEntry(chain, entry)).ok());
    });
  }
  void Delete(const std::string& key) {
    Tamper([&](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
      ASSERT_TRUE(db.Delete({}, family, key).ok());
    });
  }
  std::string Fault(const std::optional<AuditAnchor>& anchor = std::nullopt) {
    audit_.reset();
    const auto checks = VerifyAudit(options_.path, "a", anchor);
    EXPECT_TRUE(absl::IsDataLoss(checks.status())) << checks.status();
    return std::string(checks.status().message());
  }

  std::unique_ptr<AuditStore> audit_;
};

TEST_F(AuditChainTest, EachCommitIsAnEntryThatFollowsTheOneBefore) {
  Fill();
  const auto entries = audit_->AuditEntries("a", 1, kAll);
  ASSERT_EQ(entries->size(), 3U);
  EXPECT_EQ(entries->at(0).previous_hash, "");
  EXPECT_EQ(entries->at(1).previous_hash, entries->at(0).hash);
  EXPECT_EQ(entries->at(2).previous_hash, entries->at(1).hash);
  EXPECT_EQ(entries->at(2).names.front().name, "name-3");
  EXPECT_EQ(entries->at(2).time, now_);
  EXPECT_THAT(Payloads(kServerAuditChain), ElementsAre("refused"));
}

TEST_F(AuditChainTest, WhatFailsOrIsRepeatedOrWritesNothingEntersNothing) {
  Fill();
  EXPECT_FALSE(
      audit_
          ->CommitAudited(Request("a", {PutMember("1", "p", Precondition::MustNotExist())}),
                          Event("x"))
          .ok());
  EXPECT_TRUE(audit_->CommitAudited(Request("a", {}), Event("x")).ok());
  CommitRequest request = Request("a", {PutMember("4")});
  request.request_id = "once";
  EXPECT_TRUE(audit_->CommitAudited(request, Event("put 4")).ok());
  EXPECT_TRUE(audit_->CommitAudited(request, Event("put 4 again"))->repeated);
  EXPECT_THAT(Payloads("a"), ElementsAre("put 1", "put 2", "put 3", "put 4"));
}

TEST_F(AuditChainTest, CommitsOfManyThreadsMakeOneChain) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 25; ++i) {
        EXPECT_TRUE(Put("a", absl::StrCat(t, "-", i), Event("put", {"n"})).ok());
        EXPECT_TRUE(audit_->AppendAudit("a", {Event("read")}).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto check = audit_->VerifyAuditChain("a", std::nullopt);
  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_EQ(check->entries, 400);
}

TEST_F(AuditChainTest, AChainOutlivesItsAlliance) {
  ASSERT_TRUE(audit_->CommitAudited(Request("a", {PutAlliance()}), Event("create")).ok());
  ASSERT_TRUE(audit_->DropAudited("a", Precondition::None(), Event("delete")).ok());
  EXPECT_THAT(Payloads("a"), ElementsAre("create", "delete"));
  EXPECT_EQ(audit_->GetAuditHead("a")->dropped_sequence, 2);
}

TEST_F(AuditChainTest, HoldsOfflineAndInABackup) {
  Fill();
  const AuditAnchor anchor = Anchor("a");
  ASSERT_TRUE(audit_->Backup(PathOf("backup")).ok());
  ASSERT_TRUE(Put("a", "4", Event("put 4")).ok());
  audit_.reset();
  const auto backup = VerifyAudit(PathOf("backup"), "a", anchor);
  ASSERT_TRUE(backup.ok()) << backup.status();
  ASSERT_EQ(backup->size(), 2U);
  EXPECT_EQ(backup->at(0).chain, "");
  EXPECT_EQ(backup->at(1).entries, 3);
  EXPECT_TRUE(VerifyBackup(PathOf("backup")).ok()) << "verification has changed the backup";
  ASSERT_TRUE(RestoreBackup(PathOf("backup"), PathOf("restored")).ok());
  EXPECT_EQ(VerifyAudit(PathOf("restored"), "a", anchor)->at(1).entries, 3);
  EXPECT_EQ(VerifyAudit(options_.path, "a", anchor)->at(1).entries, 4);
}

TEST_F(AuditChainTest, AChangedEntryIsFound) {
  Fill();
  TamperEntry(2, [](AuditEntry& entry) { entry.payload = "put 9"; });
  EXPECT_THAT(Fault(), HasSubstr("entry 2 has been changed"));
}

TEST_F(AuditChainTest, AChangedEntryWithItsOwnHashMadeAnewIsFoundAtTheNext) {
  Fill();
  TamperEntry(2, [](AuditEntry& entry) {
    entry.payload = "put 9";
    entry.hash = AuditHash("a", entry);
  });
  EXPECT_THAT(Fault(), HasSubstr("entry 3 does not follow"));
}

TEST_F(AuditChainTest, ADeletedEntryIsFound) {
  Fill();
  Delete(AuditEntryKey("a", 2));
  EXPECT_THAT(Fault(), HasSubstr("entry 2 is missing"));
}

TEST_F(AuditChainTest, ADeletedFirstOrLastEntryIsFound) {
  Fill();
  Delete(AuditEntryKey("a", 1));
  EXPECT_THAT(Fault(), HasSubstr("entry 1 is missing"));
  OpenAudit();
  Delete(AuditEntryKey("a", 3));
  EXPECT_THAT(Fault(), HasSubstr("entry 1 is missing"));
}

TEST_F(AuditChainTest, AChangedNameIsFoundAndALostOneToo) {
  Fill();
  Tamper([](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
    std::string value;
    ASSERT_TRUE(db.Get({}, family, AuditNamesKey("a", 3), &value).ok());
    ASSERT_TRUE(db.Put({}, family, AuditNamesKey("a", 2), value).ok());
  });
  EXPECT_THAT(Fault(), HasSubstr("entry 2 has another name"));
  OpenAudit();
  Delete(AuditNamesKey("a", 1));
  EXPECT_THAT(Fault(), HasSubstr("entry 1 has lost its names"));
}

TEST_F(AuditChainTest, AnEndThatWasCutOffWithItsHeadIsFoundByAnAnchor) {
  Fill();
  const AuditAnchor anchor = Anchor("a");
  AuditHead shorter;
  const auto second = audit_->AuditEntries("a", 2, 2)->front();
  shorter.sequence = 2;
  shorter.hash = second.hash;
  Tamper([&](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
    ASSERT_TRUE(db.Delete({}, family, AuditEntryKey("a", 3)).ok());
    ASSERT_TRUE(db.Delete({}, family, AuditNamesKey("a", 3)).ok());
    ASSERT_TRUE(db.Put({}, family, AuditHeadKey("a"), EncodeAuditHead(shorter)).ok());
  });
  EXPECT_TRUE(VerifyAudit(options_.path, "", std::nullopt).ok());
  EXPECT_THAT(Fault(anchor), HasSubstr("its end has been cut off"));
}

TEST_F(AuditChainTest, AChainThatWasMadeAnewIsFoundByAnAnchor) {
  Fill();
  const AuditAnchor anchor = Anchor("a");
  Tamper([](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
    ASSERT_TRUE(db.Delete({}, family, AuditHeadKey("a")).ok());
    for (int i = 1; i <= 3; ++i) {
      ASSERT_TRUE(db.Delete({}, family, AuditEntryKey("a", i)).ok());
      ASSERT_TRUE(db.Delete({}, family, AuditNamesKey("a", i)).ok());
    }
  });
  OpenAudit();
  for (const char* id : {"1", "2", "3"}) ASSERT_TRUE(Put("a", id, Event("forged")).ok());
  audit_.reset();
  EXPECT_TRUE(VerifyAudit(options_.path, "", std::nullopt).ok());
  EXPECT_THAT(Fault(anchor), HasSubstr("entry 3 is not that of the anchor"));
}

TEST_F(AuditChainTest, AChainWithoutItsHeadIsFound) {
  Fill();
  Delete(AuditHeadKey("a"));
  EXPECT_THAT(Fault(), HasSubstr("lies beyond the end"));
}

TEST_F(AuditChainTest, RetentionRemovesFromTheFrontAndTheRestHolds) {
  Fill();
  const AuditAnchor old = Anchor("a");
  now_ += absl::Hours(1);
  for (int i = 0; i < 1200; ++i) ASSERT_TRUE(Put("a", "x", Event("old", {"n"})).ok());
  now_ += absl::Hours(1);
  ASSERT_TRUE(Put("a", "4", Event("new", {"n"})).ok());
  EXPECT_EQ(*audit_->TrimAudit(now_), 1204);
  EXPECT_THAT(Payloads("a"), ElementsAre("new"));
  EXPECT_THAT(Payloads(kServerAuditChain), IsEmpty());
  const auto check = audit_->VerifyAuditChain("a", std::nullopt);
  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_EQ(check->entries, 1);
  EXPECT_EQ(check->head.trimmed_sequence, 1203);
  EXPECT_TRUE(absl::IsFailedPrecondition(audit_->VerifyAuditChain("a", old).status()));
  EXPECT_TRUE(audit_->VerifyAuditChain("a", Anchor("a")).ok());
  EXPECT_EQ(*audit_->TrimAudit(now_ + absl::Hours(9)), 1);
  const AuditAnchor trimmed = Anchor("a");
  EXPECT_TRUE(audit_->VerifyAuditChain("a", trimmed).ok());
  ASSERT_TRUE(Put("a", "5", Event("after")).ok());
  EXPECT_TRUE(audit_->VerifyAuditChain("a", trimmed).ok());
}

TEST_F(AuditChainTest, AnEntryThatIsPutBeforeTheCheckpointIsFound) {
  Fill();
  std::string value;
  Tamper([&](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
    ASSERT_TRUE(db.Get({}, family, AuditEntryKey("a", 2), &value).ok());
  });
  OpenAudit();
  ASSERT_EQ(*audit_->TrimAudit(now_ + absl::Hours(1)), 4);
  Tamper([&](rocksdb::DB& db, rocksdb::ColumnFamilyHandle* family) {
    ASSERT_TRUE(db.Put({}, family, AuditEntryKey("a", 2), value).ok());
  });
  EXPECT_THAT(Fault(), HasSubstr("entry 2"));
}

TEST_F(AuditChainTest, NamesCanBeErasedAndTheChainHolds) {
  Fill();
  ASSERT_TRUE(Put("a", "4", Event("put 4", {"name-2", "name-4"})).ok());
  EXPECT_EQ(*audit_->EraseAuditNames(
                [](absl::string_view chain, absl::Span<const AuditEntry::Name> names,
                   std::size_t name) { return chain == "a" && names[name].name == "name-2"; },
                /*only_look=*/false),
            2);
  const auto entries = audit_->AuditEntries("a", 1, kAll);
  EXPECT_EQ(entries->at(1).names.front().name, "");
  EXPECT_EQ(entries->at(3).names.at(0).name, "");
  EXPECT_EQ(entries->at(3).names.at(1).name, "name-4");
  const auto check = audit_->VerifyAuditChain("a", Anchor("a"));
  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_EQ(check->erased_names, 2);
}

TEST_F(AuditChainTest, WritesDoNotWaitWhileNamesAreLookedThrough) {
  Fill();
  int written = 0;
  const auto look = [&](absl::string_view, absl::Span<const AuditEntry::Name>, std::size_t) {
    EXPECT_TRUE(Put("a", absl::StrCat("more-", ++written), Event("more")).ok());
    return false;
  };
  ASSERT_TRUE(audit_->EraseAuditNames(look, /*only_look=*/false).ok());
  EXPECT_GT(written, 0);
  EXPECT_TRUE(audit_->VerifyAuditChain("a", Anchor("a")).ok());
}

TEST_F(AuditChainTest, TimesNeverGoBack) {
  ASSERT_TRUE(Put("a", "1", Event("one")).ok());
  now_ -= absl::Hours(1);
  ASSERT_TRUE(Put("a", "2", Event("two")).ok());
  const auto entries = audit_->AuditEntries("a", 1, kAll);
  EXPECT_EQ(entries->at(1).time, entries->at(0).time);
}

TEST_F(AuditChainTest, AStoreOfTheFormatBeforeGetsATrailAndSaysSoToWhoLooks) {
  audit_.reset();
  std::filesystem::remove_all(options_.path);
  rocksdb::Options options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : kColumnFamilyNames) {
    if (std::string(name) != "audit") families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  }
  std::string version;
  AppendUnsigned(1, version);
  {
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(options, options_.path, families, &handles, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    ASSERT_TRUE(db->Put({}, kFormatKey, version).ok());
    for (auto* handle : handles) ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
  }
  EXPECT_TRUE(absl::IsFailedPrecondition(VerifyAudit(options_.path, "", std::nullopt).status()));
  OpenAudit();
  ASSERT_TRUE(Put("a", "1", Event("one")).ok());
  audit_.reset();
  EXPECT_EQ(VerifyAudit(options_.path, "", std::nullopt)->size(), 1U);
}

}  // namespace
}  // namespace counterpoint::storage
