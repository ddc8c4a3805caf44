#include "storage/store.h"
#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

class CommitTest : public StoreFixture {
 protected:
  CommitTest() { Open(); }
};

TEST_F(CommitTest, RevisionsCountCommitsOfEachAllianceAlone) {
  EXPECT_EQ(Commit("a", {PutMember("1"), PutMember("2")}).revision, 1);
  EXPECT_EQ(Commit("b", {PutMember("1")}).revision, 1);
  EXPECT_EQ(Commit("a", {PutMember("1")}).revision, 2);
  EXPECT_EQ(Revision("a"), 2);
  EXPECT_EQ(Revision("b"), 1);
  EXPECT_EQ(Revision("never"), 0);
}

TEST_F(CommitTest, RecordSaysWhenItWasCreatedAndLastWritten) {
  Commit("a", {PutMember("1", "old")});
  const absl::Time created = now_;
  now_ += absl::Seconds(5);
  Commit("a", {PutMember("1", "new")});
  const auto record = Member("a", "1");
  ASSERT_TRUE(record.ok()) << record.status();
  EXPECT_EQ(record->payload, "new");
  EXPECT_EQ(record->create_revision, 1);
  EXPECT_EQ(record->revision, 2);
  EXPECT_EQ(record->create_time, created);
  EXPECT_EQ(record->update_time, now_);
}

TEST_F(CommitTest, CommitSurvivesReopening) {
  Commit("a", {PutMember("1", std::string("any\0byte", 8))});
  Open();
  EXPECT_EQ(Member("a", "1")->payload, std::string("any\0byte", 8));
  EXPECT_EQ(Commit("a", {PutMember("2")}).revision, 2);
}

TEST_F(CommitTest, DeletedRecordIsGoneAndItsSuccessorIsNew) {
  Commit("a", {PutMember("1")});
  Commit("a", {DeleteMember("1")});
  EXPECT_THAT(Member("a", "1").status(), FailsWith(absl::StatusCode::kNotFound));
  Commit("a", {PutMember("1")});
  EXPECT_EQ(Member("a", "1")->create_revision, 3);
}

TEST_F(CommitTest, TwoWritesToOneRecordAreInvalid) {
  EXPECT_THAT(TryCommit("a", {PutMember("1"), DeleteMember("1")}),
              FailsWith(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(Revision("a"), 0);
}

TEST_F(CommitTest, OneIdInTwoCollectionsIsTwoRecords) {
  Write alliance = PutAlliance();
  Write member = PutMember("");
  EXPECT_EQ(Commit("a", {alliance, member}).revision, 1);
}

TEST_F(CommitTest, CommitWithoutWritesReturnsThePresentRevision) {
  const CommitResult first = Commit("a", {PutMember("1")});
  now_ += absl::Seconds(1);
  const CommitResult result = Commit("a", {});
  EXPECT_EQ(result.revision, 1);
  EXPECT_EQ(result.commit_time, first.commit_time);
  EXPECT_EQ(Revision("a"), 1);
}

TEST_F(CommitTest, ReplyIsMadeFromRevisionAndTime) {
  CommitRequest request = Request("a", {PutMember("1")});
  request.make_reply = [](const CommitResult& result) {
    return absl::StrCat(result.revision, "@", absl::ToUnixSeconds(result.commit_time));
  };
  EXPECT_EQ(Commit(request).reply, "1@1700000000");
}

TEST_F(CommitTest, TimesAreWholeMicrosecondsAndNeverGoBack) {
  const absl::Time start = now_;
  now_ = start + absl::Nanoseconds(1500);
  EXPECT_EQ(Commit("a", {PutMember("1")}).commit_time, start + absl::Microseconds(1));
  now_ = start - absl::Hours(1);
  EXPECT_EQ(Commit("a", {PutMember("1")}).commit_time, start + absl::Microseconds(1));
  Open();
  EXPECT_EQ(Commit("a", {PutMember("1")}).commit_time, start + absl::Microseconds(1));
  EXPECT_EQ(Commit("b", {PutMember("1")}).commit_time, now_);
}

TEST_F(CommitTest, ListenerHearsOfEveryCommitBeforeItReturns) {
  std::vector<std::pair<std::string, std::int64_t>> heard;
  store_->SetListener([&heard](absl::string_view alliance, std::int64_t revision) {
    heard.emplace_back(std::string(alliance), revision);
  });
  Commit("a", {PutAlliance()});
  Commit("a", {});
  EXPECT_FALSE(TryCommit("a", {DeleteMember("none")}).ok());
  Commit("b", {PutMember("1")});
  ASSERT_TRUE(store_->DropAlliance("a", {}).ok());
  EXPECT_THAT(heard, ElementsAre(Pair("a", 1), Pair("b", 1), Pair("a", 2)));
}

class PreconditionTest : public CommitTest {};

TEST_F(PreconditionTest, MustNotExistRefusesAPresentRecord) {
  EXPECT_TRUE(TryCommit("a", {PutMember("1", "first", Precondition::MustNotExist())}).ok());
  const absl::Status again =
      TryCommit("a", {PutMember("1", "second", Precondition::MustNotExist())});
  EXPECT_THAT(again, FailsWith(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(std::string(again.message()), HasSubstr("\"1\""));
  EXPECT_EQ(Member("a", "1")->payload, "first");
}

TEST_F(PreconditionTest, MissingRecordIsNotFoundWhereOneIsNeeded) {
  for (const Write& write : {PutMember("1", "", Precondition::MustExist()),
                             PutMember("1", "", Precondition::AtRevision(1)), DeleteMember("1"),
                             DeleteMember("1", Precondition::AtRevision(1))}) {
    const absl::Status status = TryCommit("a", {write});
    EXPECT_THAT(status, FailsWith(absl::StatusCode::kNotFound));
    EXPECT_THAT(std::string(status.message()), HasSubstr("\"1\""));
  }
  EXPECT_EQ(Revision("a"), 0);
}

TEST_F(PreconditionTest, StaleRevisionIsAborted) {
  Commit("a", {PutMember("1")});
  Commit("a", {PutMember("1")});
  EXPECT_THAT(TryCommit("a", {PutMember("1", "", Precondition::AtRevision(1))}),
              FailsWith(absl::StatusCode::kAborted));
  EXPECT_THAT(TryCommit("a", {DeleteMember("1", Precondition::AtRevision(1))}),
              FailsWith(absl::StatusCode::kAborted));
  EXPECT_TRUE(TryCommit("a", {PutMember("1", "", Precondition::AtRevision(2))}).ok());
}

TEST_F(PreconditionTest, OneFailureLeavesAllWritesUndone) {
  Commit("a", {PutMember("1", "old")});
  EXPECT_FALSE(
      TryCommit("a", {PutMember("1", "new"), PutMember("2"), DeleteMember("missing")}).ok());
  EXPECT_EQ(Member("a", "1")->payload, "old");
  EXPECT_THAT(MemberIds("a"), ElementsAre("1"));
  EXPECT_EQ(Revision("a"), 1);
  EXPECT_THAT(*store_->View()->ChangesAfter("a", 1, 100), IsEmpty());
}

}  // namespace
}  // namespace counterpoint::storage
