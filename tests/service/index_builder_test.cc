#include "tests/service/index_builder_fixture.h"

namespace counterpoint::service {
namespace {

TEST_F(IndexBuilderTest, AdvancedIndexIsThatBuiltAnew) {
  Commit(PutsOf(0, 20));
  BuiltIndex built = Build();
  Commit({PutOf(3, "catering"), RemovalOf(5), PutOf(100)});
  Commit({RemovalOf(7)});
  Advance(built);
  ExpectSame(built, Build());
  EXPECT_EQ(built.snapshot->index->size(), 19U);
  EXPECT_EQ(faults_.count(), 0);
}

TEST_F(IndexBuilderTest, TextsAreKeptWithTheMemberAndForgottenWithIt) {
  Commit(PutsOf(0, 3));
  BuiltIndex built = Build();
  const std::string kept = KeptTextsOf(1);
  EXPECT_FALSE(kept.empty());
  Commit({PutOf(1, "catering"), RemovalOf(2)});
  Advance(built);
  EXPECT_NE(KeptTextsOf(1), kept);
  EXPECT_EQ(KeptTextsOf(2), "");
}

TEST_F(IndexBuilderTest, KeptTextsAreUsedInsteadOfAnalysingAnew) {
  Commit(PutsOf(0, 3));
  const BuiltIndex built = Build();
  // What a member's texts never gave, but is kept for it.
  auto texts = *DecodeKeptTexts(*built.snapshot->alliance, 2, KeptTextsOf(0));
  texts.back() = matching::TextFeatures();
  ASSERT_TRUE(store_
                  ->PutDerived("music", kKeptTexts,
                               {{"m0", EncodeKeptTexts(*built.snapshot->alliance, 2, texts)}})
                  .ok());
  EXPECT_TRUE(Build().snapshot->index->Find("m0")->profile.empty());
}

TEST_F(IndexBuilderTest, UnreadableMemberIsLeftOutAndReported) {
  Commit(PutsOf(0, 3));
  BuiltIndex built = Build();
  Write broken = PutOf(1);
  broken.payload = "\xff\xff";
  Commit({broken});
  Advance(built);
  EXPECT_EQ(built.snapshot->index->size(), 2U);
  EXPECT_EQ(built.snapshot->catalog->Find("m1"), nullptr);
  const auto faults = faults_.Take();
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].member, "m1");
  EXPECT_EQ(Build().snapshot->index->size(), 2U);
}

TEST_F(IndexBuilderTest, LargeIndexKeepsItsModelAcrossARebuild) {
  Commit(PutsOf(0, 600));
  BuiltIndex built = Build();
  Commit({PutOf(5, "catering")});
  Advance(built);
  EXPECT_LT(built.learnt.revision, built.snapshot->index->revision());
  const BuiltIndex rebuilt = Build();
  ExpectSame(built, rebuilt);
  EXPECT_EQ(rebuilt.learnt.revision, built.learnt.revision);
  EXPECT_EQ(rebuilt.changed.size(), 1U);
}

TEST_F(IndexBuilderTest, GrowingPastTheSmallKeepsTheModelInUse) {
  Commit(PutsOf(0, 500));
  BuiltIndex built = Build();
  Commit(PutsOf(500, 510));
  Advance(built);
  EXPECT_FALSE(built.ModelIsStale());
  ExpectSame(built, Build());
}

TEST_F(IndexBuilderTest, ModelIsStaleWhenAQuarterHasChanged) {
  Commit(PutsOf(0, 600));
  BuiltIndex built = Build();
  Commit(PutsOf(0, 149));
  Advance(built);
  EXPECT_FALSE(built.ModelIsStale());
  Commit({RemovalOf(599)});
  Advance(built);
  EXPECT_TRUE(built.ModelIsStale());
}

TEST_F(IndexBuilderTest, ModelIsFarOffWhenThreeTimesAsMuchHasChanged) {
  Commit(PutsOf(0, 501));
  BuiltIndex built = Build();
  Commit(PutsOf(501, 2003));
  Advance(built);
  EXPECT_TRUE(built.ModelIsStale());
  EXPECT_FALSE(built.ModelIsFarOff());
  Commit({RemovalOf(0)});
  Advance(built);
  EXPECT_TRUE(built.ModelIsFarOff());
}

TEST_F(IndexBuilderTest, RelearntModelIsAdoptedWithWhatChangedMeanwhile) {
  Commit(PutsOf(0, 600));
  BuiltIndex built = Build();
  Commit(PutsOf(600, 800));
  Advance(built);
  const auto relearnt = builder_.Relearn(*built.snapshot);
  Commit({PutOf(5, "catering"), RemovalOf(6), PutOf(900)});
  Advance(built);
  builder_.Adopt(relearnt, built);
  EXPECT_EQ(built.learnt.members, 800U);
  EXPECT_EQ(built.changed.size(), 3U);
  EXPECT_FALSE(built.ModelIsStale());
  ExpectSame(built, Build());
}

TEST_F(IndexBuilderTest, ModelThatIsToBeForgottenIsDeletedAndNotKeptAgain) {
  const auto kept = [this] {
    return store_->View()->GetDerived("music", kKeptModel, kModelId).value_or("");
  };
  Commit(PutsOf(0, 600));
  BuiltIndex built = Build();
  const Snapshot before = built.snapshot;
  ASSERT_NE(kept(), "");
  Commit({RemovalOf(599)});
  const std::int64_t erased = *store_->View()->Revision("music");
  ASSERT_TRUE(builder_.ForgetModels("music", erased).ok());
  EXPECT_EQ(kept(), "");
  EXPECT_FALSE(builder_.HasToRelearn("music", built)) << "it would learn the member again";
  // Learning may have begun before.
  EXPECT_FALSE(builder_.Relearn(*before).is_kept);
  EXPECT_EQ(kept(), "");

  Advance(built);
  EXPECT_TRUE(builder_.HasToRelearn("music", built));
  EXPECT_FALSE(builder_.HasToRelearn("games", built));
  const auto relearnt = builder_.Relearn(*built.snapshot);
  EXPECT_TRUE(relearnt.is_kept);
  builder_.Adopt(relearnt, built);
  EXPECT_FALSE(builder_.HasToRelearn("music", built));
  EXPECT_EQ(built.learnt.members, 599U);
  ASSERT_TRUE(builder_.ForgetModels("music", erased).ok());
  EXPECT_NE(kept(), "") << "it was learnt without the member";
  ExpectSame(built, Build());
}

TEST_F(IndexBuilderTest, LogThatIsTooShortIsOutOfRangeAndChangesNothing) {
  Commit(PutsOf(0, 3));
  BuiltIndex built = Build();
  const Snapshot before = built.snapshot;
  ASSERT_TRUE(store_->DropAlliance("music", storage::Precondition::None()).ok());
  Write alliance;
  alliance.collection = Collection::kAlliance;
  alliance.payload = conversion::PayloadOf(v1::Alliance());
  Commit({alliance});
  const auto view = store_->View();
  EXPECT_TRUE(absl::IsOutOfRange(builder_.Advance(*view, *reader_.Find(*view, "music"), built)));
  EXPECT_EQ(built.snapshot, before);
}

TEST_F(IndexBuilderTest, StoppedBuildIsCancelled) {
  stop_ = true;
  const auto view = store_->View();
  EXPECT_TRUE(absl::IsCancelled(builder_.Build(*view, *reader_.Find(*view, "music")).status()));
}

}  // namespace
}  // namespace counterpoint::service
