#include "service/live_index/snapshot_pins.h"

#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

class SnapshotPinsTest : public ::testing::Test {
 protected:
  static RankingBasis NewBasis() {
    return {std::make_shared<const IndexSnapshot>(), std::make_shared<const KeptApart>()};
  }

  absl::Time now_ = absl::UnixEpoch();
  SnapshotPins pins_{{absl::Minutes(10), 2, [this] { return now_; }}};
};

TEST_F(SnapshotPinsTest, PinnedObjectsAreFound) {
  const RankingBasis basis = NewBasis();
  const auto found = pins_.Pinned(pins_.Pin(basis));
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->snapshot, basis.snapshot);
  EXPECT_EQ(found->kept_apart, basis.kept_apart);
}

TEST_F(SnapshotPinsTest, SameObjectsHaveOneNumber) {
  const RankingBasis basis = NewBasis();
  RankingBasis other = basis;
  EXPECT_EQ(pins_.Pin(basis), pins_.Pin(other));
  other.kept_apart = NewBasis().kept_apart;
  EXPECT_NE(pins_.Pin(basis), pins_.Pin(other));
  other = {NewBasis().snapshot, basis.kept_apart};
  EXPECT_NE(pins_.Pin(basis), pins_.Pin(other));
}

TEST_F(SnapshotPinsTest, UseStartsTheLifetimeAnew) {
  const auto pin = pins_.Pin(NewBasis());
  now_ += absl::Minutes(9);
  EXPECT_TRUE(pins_.Pinned(pin).ok());
  now_ += absl::Minutes(9);
  EXPECT_TRUE(pins_.Pinned(pin).ok());
  now_ += absl::Minutes(11);
  EXPECT_TRUE(absl::IsNotFound(pins_.Pinned(pin).status()));
}

TEST_F(SnapshotPinsTest, LeastRecentlyUsedGoesFirst) {
  const auto first = pins_.Pin(NewBasis());
  const auto second = pins_.Pin(NewBasis());
  EXPECT_TRUE(pins_.Pinned(first).ok());
  const auto third = pins_.Pin(NewBasis());
  EXPECT_TRUE(pins_.Pinned(first).ok());
  EXPECT_FALSE(pins_.Pinned(second).ok());
  EXPECT_TRUE(pins_.Pinned(third).ok());
}

TEST_F(SnapshotPinsTest, DropExpiredFreesTheSnapshot) {
  RankingBasis basis = NewBasis();
  const std::weak_ptr<const IndexSnapshot> watched = basis.snapshot;
  pins_.Pin(basis);
  basis = {};
  EXPECT_FALSE(watched.expired());
  now_ += absl::Minutes(11);
  pins_.DropExpired();
  EXPECT_TRUE(watched.expired());
}

TEST(MemberCatalogTest, SuccessorDiffersByTheChangeAlone) {
  const MemberCatalog first = MemberCatalog().With({{"a", {1, "A"}}, {"b", {1, "B"}}}, {});
  const MemberCatalog second = first.With({{"b", {2, "B2"}}, {"c", {2, "C"}}}, {"a", "unknown"});
  EXPECT_EQ(first.Find("a")->summary, "A");
  EXPECT_EQ(first.Find("b")->revision, 1);
  EXPECT_EQ(first.Find("c"), nullptr);
  EXPECT_EQ(second.Find("a"), nullptr);
  EXPECT_EQ(second.Find("b")->summary, "B2");
  EXPECT_EQ(second.Find("c")->revision, 2);
}

}  // namespace
}  // namespace counterpoint::service
