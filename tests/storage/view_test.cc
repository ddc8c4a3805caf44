#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ViewTest : public StoreFixture {
 protected:
  ViewTest() { Open(); }
};

TEST_F(ViewTest, ViewDoesNotSeeLaterCommits) {
  Commit("a", {PutMember("1", "old")});
  const auto view = store_->View();
  Commit("a", {PutMember("1", "new"), PutMember("2")});
  EXPECT_EQ(*view->Revision("a"), 1);
  EXPECT_EQ(view->Get("a", Collection::kMember, "1")->payload, "old");
  EXPECT_THAT(Ids(ReadAll(*view->Scan("a", Collection::kMember, ""))), ElementsAre("1"));
  EXPECT_THAT(view->ChangesAfter("a", 2, 10).status(), FailsWith(absl::StatusCode::kOutOfRange));
}

TEST_F(ViewTest, ScanIsInOrderOfIdAndStaysInItsAllianceAndCollection) {
  Commit("a", {PutAlliance(), PutMember("b"), PutMember("a"), PutMember("aa"), PutInteraction("a"),
               PutInteraction("z")});
  Commit("a-b", {PutMember("other")});
  EXPECT_THAT(MemberIds("a"), ElementsAre("a", "aa", "b"));
  EXPECT_THAT(Ids(ReadAll(*store_->View()->Scan("a", Collection::kInteraction, ""))),
              ElementsAre("a", "z"));
  EXPECT_THAT(MemberIds("nobody"), IsEmpty());
}

TEST_F(ViewTest, ScanStartsAfterAnIdThatNeedNotExist) {
  Commit("a", {PutMember("a"), PutMember("aa"), PutMember("b")});
  const auto view = store_->View();
  EXPECT_THAT(Ids(ReadAll(*view->Scan("a", Collection::kMember, "a"))), ElementsAre("aa", "b"));
  EXPECT_THAT(Ids(ReadAll(*view->Scan("a", Collection::kMember, "ab"))), ElementsAre("b"));
  EXPECT_THAT(Ids(ReadAll(*view->Scan("a", Collection::kMember, "b"))), IsEmpty());
}

TEST_F(ViewTest, AlliancesAreThoseWithARecordOfTheirOwn) {
  for (const char* alliance : {"c", "a", "a-b"}) {
    Commit(alliance, {PutAlliance(), PutMember("m")});
  }
  Commit("b", {PutMember("orphan")});
  const auto view = store_->View();
  EXPECT_THAT(*view->Alliances("", 10), ElementsAre("a", "a-b", "c"));
  EXPECT_THAT(*view->Alliances("", 2), ElementsAre("a", "a-b"));
  EXPECT_THAT(*view->Alliances("a-b", 10), ElementsAre("c"));
  EXPECT_THAT(*view->Alliances("aa", 10), ElementsAre("c"));
  EXPECT_THAT(*view->Alliances("", 0), IsEmpty());
}

class PinTest : public ViewTest {
 protected:
  absl::Status TryPinned(std::uint64_t pin) { return store_->Pinned(pin).status(); }
};

TEST_F(PinTest, PinnedViewIsTheOneThatWasPinned) {
  Commit("a", {PutMember("1")});
  const std::uint64_t pin = store_->Pin(store_->View());
  Commit("a", {PutMember("1")});
  EXPECT_EQ(*(*store_->Pinned(pin))->Revision("a"), 1);
}

TEST_F(PinTest, EachUseStartsTheLifetimeAnew) {
  const std::uint64_t pin = store_->Pin(store_->View());
  for (int i = 0; i < 3; ++i) {
    now_ += options_.pin_lifetime - absl::Seconds(1);
    EXPECT_TRUE(TryPinned(pin).ok());
  }
  now_ += options_.pin_lifetime;
  EXPECT_THAT(TryPinned(pin), FailsWith(absl::StatusCode::kNotFound));
}

TEST_F(PinTest, LeastRecentlyUsedPinIsPushedOut) {
  options_.max_pins = 2;
  Open();
  const std::uint64_t first = store_->Pin(store_->View());
  const std::uint64_t second = store_->Pin(store_->View());
  EXPECT_TRUE(TryPinned(first).ok());
  const std::uint64_t third = store_->Pin(store_->View());
  EXPECT_TRUE(TryPinned(first).ok());
  EXPECT_THAT(TryPinned(second), FailsWith(absl::StatusCode::kNotFound));
  EXPECT_TRUE(TryPinned(third).ok());
}

TEST_F(PinTest, PinsDoNotOutliveTheStore) {
  const std::uint64_t pin = store_->Pin(store_->View());
  Open();
  const std::uint64_t other = store_->Pin(store_->View());
  EXPECT_NE(pin, other);
  EXPECT_THAT(TryPinned(pin), FailsWith(absl::StatusCode::kNotFound));
}

TEST_F(PinTest, SweepLetsGoOfExpiredViews) {
  auto view = store_->View();
  const std::weak_ptr<const ReadView> watch = view;
  store_->Pin(std::move(view));
  ASSERT_TRUE(store_->Sweep().ok());
  EXPECT_FALSE(watch.expired());
  now_ += options_.pin_lifetime;
  ASSERT_TRUE(store_->Sweep().ok());
  EXPECT_TRUE(watch.expired());
}

}  // namespace
}  // namespace counterpoint::storage
