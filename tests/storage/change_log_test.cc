#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ChangeLogTest : public StoreFixture {
 protected:
  ChangeLogTest() { Open(); }

  // E.g. "2 updated m1".
  std::vector<std::string> ChangesAfter(std::int64_t revision, std::size_t limit = 1000) {
    static constexpr const char* kKinds[] = {"", "created", "updated", "deleted", "expired"};
    const auto changes = store_->View()->ChangesAfter("a", revision, limit);
    EXPECT_TRUE(changes.ok()) << changes.status();
    std::vector<std::string> texts;
    if (!changes.ok()) return texts;
    for (const Change& change : *changes) {
      texts.push_back(absl::StrCat(change.revision, " ", kKinds[static_cast<int>(change.kind)], " ",
                                   change.id));
    }
    return texts;
  }
  absl::Status TryChangesAfter(std::int64_t revision) {
    return store_->View()->ChangesAfter("a", revision, 10).status();
  }
};

TEST_F(ChangeLogTest, ChangesComeInOrderOfRevisionAndWrite) {
  Commit("a", {PutMember("z"), PutMember("b")});
  Commit("other", {PutMember("x")});
  Commit("a", {DeleteMember("z"), PutMember("b"), PutMember("c")});
  EXPECT_THAT(ChangesAfter(0), ElementsAre("1 created z", "1 created b", "2 deleted z",
                                           "2 updated b", "2 created c"));
  EXPECT_THAT(ChangesAfter(1), ElementsAre("2 deleted z", "2 updated b", "2 created c"));
  EXPECT_THAT(ChangesAfter(2), IsEmpty());
}

TEST_F(ChangeLogTest, ChangeHasTheTimeAndCollectionOfItsCommit) {
  const CommitResult result = Commit("a", {PutAlliance()});
  const auto changes = *store_->View()->ChangesAfter("a", 0, 10);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].commit_time, result.commit_time);
  EXPECT_EQ(changes[0].collection, Collection::kAlliance);
}

TEST_F(ChangeLogTest, LimitNeverCutsACommit) {
  Commit("a", {PutMember("1"), PutMember("2"), PutMember("3")});
  Commit("a", {PutMember("4")});
  EXPECT_THAT(ChangesAfter(0, 1), ElementsAre("1 created 1", "1 created 2", "1 created 3"));
  EXPECT_EQ(ChangesAfter(0, 4).size(), 4u);
  EXPECT_THAT(ChangesAfter(0, 0), IsEmpty());
}

TEST_F(ChangeLogTest, RevisionYetToComeIsOutOfRange) {
  EXPECT_THAT(ChangesAfter(0), IsEmpty());
  EXPECT_THAT(TryChangesAfter(1), FailsWith(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(TryChangesAfter(-1), FailsWith(absl::StatusCode::kOutOfRange));
}

TEST_F(ChangeLogTest, SweepTrimsWhatIsOlderThanTheRetention) {
  for (int i = 0; i < 10; ++i) {
    Commit("a", {PutMember("m")});
    now_ += absl::Hours(1);
  }
  now_ += options_.change_retention - absl::Hours(4);
  EXPECT_EQ(store_->Sweep()->trimmed_changes, 7);
  EXPECT_THAT(TryChangesAfter(6), FailsWith(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(ChangesAfter(7), ElementsAre("8 updated m", "9 updated m", "10 updated m"));
  EXPECT_EQ(store_->Sweep()->trimmed_changes, 0);
}

TEST_F(ChangeLogTest, RevisionsGoOnAfterAllWasTrimmed) {
  Commit("a", {PutMember("m")});
  now_ += options_.change_retention;
  EXPECT_EQ(store_->Sweep()->trimmed_changes, 1);
  Open();
  EXPECT_THAT(ChangesAfter(1), IsEmpty());
  Commit("a", {PutMember("m")});
  EXPECT_THAT(ChangesAfter(1), ElementsAre("2 updated m"));
}

TEST_F(ChangeLogTest, OlderViewStillHasWhatWasTrimmed) {
  Commit("a", {PutMember("m")});
  const auto view = store_->View();
  now_ += options_.change_retention;
  ASSERT_TRUE(store_->Sweep().ok());
  EXPECT_EQ(view->ChangesAfter("a", 0, 10)->size(), 1u);
}

}  // namespace
}  // namespace counterpoint::storage
