#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ExpiryTest : public StoreFixture {
 protected:
  ExpiryTest() { Open(); }

  Write Expiring(std::string id, absl::Duration in) {
    return PutMember(std::move(id), "payload", {}, now_ + in);
  }
  std::int64_t Expire() {
    const auto swept = store_->Sweep();
    EXPECT_TRUE(swept.ok()) << swept.status();
    return swept.ok() ? swept->expired_records : -1;
  }
};

TEST_F(ExpiryTest, SweepDeletesWhatIsDueAndLogsIt) {
  Commit("a", {Expiring("1", absl::Hours(1)), Expiring("2", absl::Hours(2)), PutMember("3")});
  EXPECT_EQ(Expire(), 0);
  now_ += absl::Hours(1);
  EXPECT_EQ(Expire(), 1);
  EXPECT_THAT(MemberIds("a"), ElementsAre("2", "3"));
  const auto changes = *store_->View()->ChangesAfter("a", 1, 10);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].kind, ChangeKind::kExpired);
  EXPECT_EQ(changes[0].id, "1");
  EXPECT_EQ(Revision("a"), 2);
}

TEST_F(ExpiryTest, RecordWrittenWithALaterTimeSurvives) {
  Commit("a", {Expiring("1", absl::Hours(1))});
  Commit("a", {Expiring("1", absl::Hours(2))});
  now_ += absl::Hours(1);
  EXPECT_EQ(Expire(), 0);
  now_ += absl::Hours(1);
  EXPECT_EQ(Expire(), 1);
}

TEST_F(ExpiryTest, RecordWrittenWithoutATimeNeverExpires) {
  Commit("a", {Expiring("1", absl::Hours(1))});
  Commit("a", {PutMember("1")});
  now_ += absl::Hours(10'000);
  EXPECT_EQ(Expire(), 0);
  EXPECT_EQ(Member("a", "1")->expire_time, absl::InfiniteFuture());
}

TEST_F(ExpiryTest, DeletedRecordDoesNotExpireAgain) {
  Commit("a", {Expiring("1", absl::Hours(1))});
  Commit("a", {DeleteMember("1")});
  Commit("a", {PutMember("1")});
  now_ += absl::Hours(1);
  EXPECT_EQ(Expire(), 0);
}

TEST_F(ExpiryTest, RecordsOfAllAlliancesExpireInBoundedCommits) {
  std::vector<Write> writes;
  for (int i = 0; i < 1200; ++i) writes.push_back(Expiring(absl::StrCat(i), absl::Hours(1)));
  Commit("a", writes);
  Commit("b", {Expiring("1", absl::Minutes(1))});
  now_ += absl::Hours(1);
  EXPECT_EQ(Expire(), 1201);
  EXPECT_THAT(MemberIds("a"), IsEmpty());
  EXPECT_THAT(MemberIds("b"), IsEmpty());
  EXPECT_EQ(Revision("a"), 4);
}

TEST_F(ExpiryTest, ListenerHearsOfExpiry) {
  std::vector<std::int64_t> revisions;
  store_->SetListener(
      [&](absl::string_view, std::int64_t revision) { revisions.push_back(revision); });
  Commit("a", {Expiring("1", absl::Hours(1))});
  now_ += absl::Hours(1);
  EXPECT_EQ(Expire(), 1);
  EXPECT_THAT(revisions, ElementsAre(1, 2));
}

}  // namespace
}  // namespace counterpoint::storage
