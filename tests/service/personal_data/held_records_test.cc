#include "service/personal_data/held_records.h"

#include "absl/strings/str_cat.h"
#include "storage/audit_store.h"
#include "tests/storage/store_fixture.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::DeleteMember;
using storage::PutAlliance;
using storage::PutMember;
using storage::Write;

// Of a member with the id "orchard" and the name "Orchard Games".
class HeldRecordsTest : public storage::StoreFixture {
 protected:
  HeldRecordsTest() {
    auto opened = storage::AuditStore::Open(options_);
    EXPECT_TRUE(opened.ok()) << opened.status();
    if (!opened.ok()) return;
    erasure_ = &(*opened)->erasure();
    store_ = *std::move(opened);
    Commit("a", {PutAlliance(), PutMember("orchard"), PutMember("other")});
  }

  static Write Put(Collection collection, const std::string& id, const std::string& payload) {
    Write write;
    write.collection = collection;
    write.id = id;
    write.payload = payload;
    return write;
  }
  std::int64_t Revision() { return *store_->View()->Revision("a"); }
  bool IsStillAll(std::int64_t revision) {
    return IsStillAllThatIsHeld(*store_->View(), "a", traces_, revision);
  }
  bool IsStillAllAfter(const std::vector<Write>& writes) {
    const std::int64_t before = Revision();
    Commit("a", writes);
    return IsStillAll(before);
  }

  const MemberTraces traces_{"orchard", {"Orchard Games"}};
  storage::Erasure* erasure_ = nullptr;
};

TEST_F(HeldRecordsTest, ChangesOfOthersAreNoneOfIt) {
  EXPECT_TRUE(IsStillAll(Revision()));
  EXPECT_TRUE(IsStillAllAfter({PutMember("other", "says something"), PutMember("third")}));
  EXPECT_TRUE(IsStillAllAfter({DeleteMember("third")}));
  EXPECT_TRUE(IsStillAllAfter({Put(Collection::kInteraction, "i-1", "members other and third")}));
}

TEST_F(HeldRecordsTest, WhateverMayNameTheMemberIs) {
  EXPECT_FALSE(IsStillAllAfter({PutMember("orchard", "says something")}));
  EXPECT_FALSE(IsStillAllAfter({PutMember("other", "worked with Orchard Games")}));
  EXPECT_FALSE(IsStillAllAfter({Put(Collection::kInteraction, "i-1", "members/orchard")}));
  EXPECT_FALSE(IsStillAllAfter({Put(Collection::kParticipant, "spring/orchard", "")}));
  EXPECT_FALSE(IsStillAllAfter({DeleteMember("orchard")}));
  // One of many.
  EXPECT_FALSE(
      IsStillAllAfter({PutMember("third"), Put(Collection::kStaffRule, "r-1", "members/orchard"),
                       PutMember("fourth")}));
}

TEST_F(HeldRecordsTest, OperationsAndStoredListsAreWhateverTheySay) {
  EXPECT_FALSE(IsStillAllAfter({Put(Collection::kOperation, "1", "refresh")}));
  EXPECT_FALSE(IsStillAllAfter({Put(Collection::kGeneration, "1", "lists")}));
  EXPECT_FALSE(IsStillAllAfter({Put(Collection::kPublication, "1", "lists")}));
}

TEST_F(HeldRecordsTest, MoreThanCanBeToldIs) {
  const std::int64_t before = Revision();
  std::vector<Write> many;
  for (int i = 0; i < 3000; ++i) many.push_back(PutMember(absl::StrCat("m", i)));
  EXPECT_FALSE(IsStillAllAfter(many));
  const std::int64_t after = Revision();
  EXPECT_TRUE(IsStillAll(after));
  ASSERT_TRUE(erasure_->TrimChanges("a", after).ok());
  EXPECT_FALSE(IsStillAll(before)) << "the log does not reach back so far";
}

}  // namespace
}  // namespace counterpoint::service
