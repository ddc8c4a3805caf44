#include "service/live_index/snapshot_pins.h"

#include "gtest/gtest.h"

namespace counterpoint::service {
namespace {

class SnapshotPinsTest : public ::testing::Test {
 protected:
  static Snapshot NewSnapshot() { return std::make_shared<const IndexSnapshot>(); }

  absl::Time now_ = absl::UnixEpoch();
  SnapshotPins pins_{{absl::Minutes(10), 2, [this] { return now_; }}};
};

TEST_F(SnapshotPinsTest, PinnedSnapshotIsFound) {
  const Snapshot snapshot = NewSnapshot();
  const auto found = pins_.Pinned(pins_.Pin(snapshot));
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(*found, snapshot);
}

TEST_F(SnapshotPinsTest, SameSnapshotHasOneNumber) {
  const Snapshot snapshot = NewSnapshot();
  EXPECT_EQ(pins_.Pin(snapshot), pins_.Pin(snapshot));
  EXPECT_NE(pins_.Pin(snapshot), pins_.Pin(NewSnapshot()));
}

TEST_F(SnapshotPinsTest, UseStartsTheLifetimeAnew) {
  const auto pin = pins_.Pin(NewSnapshot());
  now_ += absl::Minutes(9);
  EXPECT_TRUE(pins_.Pinned(pin).ok());
  now_ += absl::Minutes(9);
  EXPECT_TRUE(pins_.Pinned(pin).ok());
  now_ += absl::Minutes(11);
  EXPECT_TRUE(absl::IsNotFound(pins_.Pinned(pin).status()));
}

TEST_F(SnapshotPinsTest, LeastRecentlyUsedGoesFirst) {
  const auto first = pins_.Pin(NewSnapshot());
  const auto second = pins_.Pin(NewSnapshot());
  EXPECT_TRUE(pins_.Pinned(first).ok());
  const auto third = pins_.Pin(NewSnapshot());
  EXPECT_TRUE(pins_.Pinned(first).ok());
  EXPECT_FALSE(pins_.Pinned(second).ok());
  EXPECT_TRUE(pins_.Pinned(third).ok());
}

TEST_F(SnapshotPinsTest, DropExpiredFreesTheSnapshot) {
  Snapshot snapshot = NewSnapshot();
  const std::weak_ptr<const IndexSnapshot> watched = snapshot;
  pins_.Pin(snapshot);
  snapshot.reset();
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
