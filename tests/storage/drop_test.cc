#include "tests/storage/store_fixture.h"

namespace counterpoint::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DropTest : public StoreFixture {
 protected:
  DropTest() {
    Open();
    for (const char* alliance : {"a", "b", "c"}) Fill(alliance);
  }

  void Fill(const std::string& alliance) {
    CommitRequest request = Request(
        alliance,
        {PutAlliance(), PutMember("m", "payload", {}, now_ + absl::Hours(1)), PutInteraction("i")});
    request.request_id = "r";
    Commit(request);
    ASSERT_TRUE(store_->PutDerived(alliance, 1, {{"m", "derived"}}).ok());
  }
  CommitResult Drop(absl::string_view alliance) {
    const auto result = store_->DropAlliance(alliance, {});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : CommitResult();
  }
};

TEST_F(DropTest, NothingOfTheAllianceIsLeft) {
  EXPECT_EQ(Drop("b").revision, 2);
  const auto view = store_->View();
  EXPECT_THAT(*view->Alliances("", 10), ElementsAre("a", "c"));
  EXPECT_THAT(MemberIds("b"), IsEmpty());
  EXPECT_THAT(view->Get("b", Collection::kInteraction, "i").status(),
              FailsWith(absl::StatusCode::kNotFound));
  EXPECT_THAT(view->GetDerived("b", 1, "m").status(), FailsWith(absl::StatusCode::kNotFound));
  EXPECT_THAT(view->ChangesAfter("b", 1, 10).status(), FailsWith(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(*view->ChangesAfter("b", 2, 10), IsEmpty());
  CommitRequest request = Request("b", {PutMember("m")});
  request.request_id = "r";
  EXPECT_FALSE(Commit(request).repeated);
}

TEST_F(DropTest, NeighboursStay) {
  Drop("b");
  for (const char* alliance : {"a", "c"}) {
    EXPECT_THAT(MemberIds(alliance), ElementsAre("m"));
    EXPECT_EQ(*store_->View()->GetDerived(alliance, 1, "m"), "derived");
    EXPECT_EQ(store_->View()->ChangesAfter(alliance, 0, 10)->size(), 3u);
  }
}

TEST_F(DropTest, RevisionGoesOnWhenTheAllianceIsMadeAnew) {
  Drop("b");
  Open();
  EXPECT_EQ(Commit("b", {PutAlliance("anew", Precondition::MustNotExist())}).revision, 3);
  EXPECT_EQ(store_->View()->ChangesAfter("b", 2, 10)->size(), 1u);
}

TEST_F(DropTest, ExpiryOfADroppedRecordDoesNotHitItsSuccessor) {
  Drop("b");
  Commit("b", {PutAlliance(), PutMember("m")});
  now_ += absl::Hours(1);
  EXPECT_EQ(store_->Sweep()->expired_records, 2);
  EXPECT_THAT(MemberIds("b"), ElementsAre("m"));
}

TEST_F(DropTest, PreconditionIsOnTheAlliancesOwnRecord) {
  Commit("b", {PutMember("other")});
  EXPECT_THAT(store_->DropAlliance("b", Precondition::AtRevision(2)).status(),
              FailsWith(absl::StatusCode::kAborted));
  EXPECT_TRUE(store_->DropAlliance("b", Precondition::AtRevision(1)).ok());
  EXPECT_THAT(store_->DropAlliance("b", {}).status(), FailsWith(absl::StatusCode::kNotFound));
}

TEST_F(DropTest, OlderViewStillSeesTheAlliance) {
  const auto view = store_->View();
  Drop("b");
  EXPECT_TRUE(view->Get("b", Collection::kMember, "m").ok());
}

}  // namespace
}  // namespace counterpoint::storage
