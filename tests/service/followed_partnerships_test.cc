// The graph of partnerships in the live index, beside one built from scratch.
#include <random>

#include "service/live_index/live_index.h"
#include "tests/service/index_builder_fixture.h"

namespace counterpoint::service {
namespace {

using matching::PartnerGraph;

class FollowedPartnershipsTest : public IndexBuilderTest {
 protected:
  static const PartnerGraph& GraphOf(const BuiltIndex& built) {
    return *built.snapshot->index->partnerships();
  }
  static void ExpectSameGraph(const PartnerGraph& a, const PartnerGraph& b, int members) {
    EXPECT_EQ(a.members(), b.members());
    EXPECT_EQ(a.partnerships(), b.partnerships());
    for (int i = 0; i < members; ++i) {
      for (int j = 0; j < i; ++j) {
        const std::string left = absl::StrCat("m", i);
        const std::string right = absl::StrCat("m", j);
        EXPECT_EQ(a.ArePartners(left, right), b.ArePartners(left, right)) << left << right;
      }
    }
  }
};

TEST_F(FollowedPartnershipsTest, FirstBuildHasAllPairsOfMembersThatAreThere) {
  Commit(PutsOf(0, 4));
  Commit({PutOfInteraction("i1", 0, 1), PutOfInteraction("i2", 1, 0), PutOfInteraction("i3", 2, 3),
          PutOfInteraction("i4", 3, 9)});
  const BuiltIndex built = Build();
  EXPECT_EQ(GraphOf(built).partnerships(), 2U);
  EXPECT_TRUE(GraphOf(built).ArePartners("m0", "m1"));
  EXPECT_TRUE(GraphOf(built).ArePartners("m3", "m2"));
  EXPECT_EQ(GraphOf(built).Partners("m9"), 0U);
}

TEST_F(FollowedPartnershipsTest, RemovingOneOfTwoInteractionsLeavesThePair) {
  Commit(PutsOf(0, 2));
  Commit({PutOfInteraction("i1", 0, 1), PutOfInteraction("i2", 1, 0)});
  BuiltIndex built = Build();
  Commit({RemovalOfInteraction("i1")});
  Advance(built);
  EXPECT_TRUE(GraphOf(built).ArePartners("m0", "m1"));
  Commit({RemovalOfInteraction("i2")});
  Advance(built);
  EXPECT_TRUE(GraphOf(built).empty());
}

TEST_F(FollowedPartnershipsTest, PairOfADeletedMemberCountsAgainWhenItComesBack) {
  Commit(PutsOf(0, 3));
  Commit({PutOfInteraction("i1", 0, 1)});
  BuiltIndex built = Build();
  Commit({RemovalOf(1)});
  Advance(built);
  EXPECT_TRUE(GraphOf(built).empty());
  Commit({PutOf(1)});
  Advance(built);
  EXPECT_TRUE(GraphOf(built).ArePartners("m0", "m1"));
}

TEST_F(FollowedPartnershipsTest, GraphIsReusedWhereNothingOfItChanges) {
  Commit(PutsOf(0, 5));
  Commit({PutOfInteraction("i1", 0, 1)});
  BuiltIndex built = Build();
  const auto graph = built.snapshot->index->partnerships();
  Commit({PutOf(0, "catering"), PutOf(7), RemovalOf(4), PutOfInteraction("i2", 1, 0)});
  Advance(built);
  EXPECT_EQ(built.snapshot->index->partnerships(), graph);
  Commit({PutOfInteraction("i3", 2, 3)});
  Advance(built);
  EXPECT_NE(built.snapshot->index->partnerships(), graph);
}

TEST_F(FollowedPartnershipsTest, UnreadableInteractionIsLeftOutAndReported) {
  Commit(PutsOf(0, 4));
  Commit({PutOfInteraction("i1", 0, 1), PutOfInteraction("i2", 2, 3)});
  BuiltIndex built = Build();
  Write broken = PutOfInteraction("i1", 0, 1);
  broken.payload = "\xff\xff";
  Commit({broken});
  Advance(built);
  EXPECT_EQ(GraphOf(built).partnerships(), 1U);
  const auto faults = faults_.Take();
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_THAT(std::string(faults[0].status.message()),
              ::testing::HasSubstr("alliances/music/interactions/i1"));
  EXPECT_EQ(GraphOf(Build()).partnerships(), 1U);
  EXPECT_EQ(faults_.count(), 2);
}

TEST_F(FollowedPartnershipsTest, UnreadableMemberTakesItsPairsWithIt) {
  Commit(PutsOf(0, 2));
  Commit({PutOfInteraction("i1", 0, 1)});
  BuiltIndex built = Build();
  Write broken = PutOf(1);
  broken.payload = "\xff\xff";
  Commit({broken});
  Advance(built);
  EXPECT_TRUE(GraphOf(built).empty());
}

TEST_F(FollowedPartnershipsTest, NewTextModelKeepsTheGraphOfItsMoment) {
  Commit(PutsOf(0, 600));
  Commit({PutOfInteraction("i1", 0, 1)});
  BuiltIndex built = Build();
  const auto relearnt = builder_.Relearn(*built.snapshot);
  Commit({PutOfInteraction("i2", 2, 3)});
  Advance(built);
  builder_.Adopt(relearnt, built);
  EXPECT_EQ(GraphOf(built).partnerships(), 2U);
  EXPECT_EQ(built.snapshot->index->model(), relearnt.learnt.model);
}

TEST_F(FollowedPartnershipsTest, FollowedGraphIsThatBuiltFromScratch) {
  constexpr int kMembers = 12;
  constexpr int kInteractions = 25;
  std::mt19937 random(7);
  const auto below = [&](int count) { return static_cast<int>(random() % count); };
  Commit(PutsOf(0, kMembers));
  BuiltIndex built = Build();
  for (int round = 0; round < 150; ++round) {
    // Rounds of one to four commits; what is gone may be deleted once more.
    for (int commit = 0; commit <= below(4); ++commit) {
      const auto view = store_->View();
      const int member = below(kMembers);
      const std::string member_id = absl::StrCat("m", member);
      const std::string id = absl::StrCat("i", below(kInteractions));
      const int a = below(kMembers);
      std::vector<Write> writes = {
          PutOfInteraction(id, a, (a + 1 + below(kMembers - 1)) % kMembers)};
      if (view->Get("music", Collection::kInteraction, id).ok() && below(2) == 0) {
        writes[0] = RemovalOfInteraction(id);
      }
      const bool is_there = view->Get("music", Collection::kMember, member_id).ok();
      if (below(3) == 0) writes.push_back(is_there ? RemovalOf(member) : PutOf(member));
      Commit(std::move(writes));
    }
    Advance(built);
    ExpectSameGraph(GraphOf(built), GraphOf(Build()), kMembers);
  }
  EXPECT_EQ(faults_.count(), 0);
}

TEST_F(FollowedPartnershipsTest, LiveIndexPublishesTheGraphAtItsRevision) {
  Commit(PutsOf(0, 3));
  LiveIndex live(*store_, reader_, nullptr);
  ASSERT_TRUE(live.Start().ok());
  ASSERT_TRUE(live.AwaitReady(absl::Seconds(60)));
  Commit({PutOfInteraction("i1", 0, 1)});
  const std::int64_t revision = *store_->View()->Revision("music");
  live.OnCommit("music", revision);
  ASSERT_TRUE(live.AwaitRevision("music", revision, absl::Seconds(60)));
  const auto snapshot = live.Current("music");
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  EXPECT_EQ((*snapshot)->index->revision(), revision);
  EXPECT_TRUE((*snapshot)->index->partnerships()->ArePartners("m0", "m1"));
}

}  // namespace
}  // namespace counterpoint::service
