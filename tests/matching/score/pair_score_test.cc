#include "matching/score/pair_score.h"

#include <gtest/gtest.h>

namespace counterpoint::matching {
namespace {

const NetworkWeights kWeights = {0.2, 0.3};

TEST(PairScoreTest, EachPartCountsItsShare) {
  const Connections connections(PartnerGraph::Build({{"a", "b"}}), "a");
  const PairShares shares = ShareScore(kWeights, connections);
  EXPECT_DOUBLE_EQ(PairScore(shares, 0.4, 0.5, 0.6), 0.5 * 0.4 + 0.2 * 0.5 + 0.3 * 0.6);
  EXPECT_DOUBLE_EQ(PairScore(shares, 1, 1, 1), 1);
}

TEST(PairScoreTest, WhomTheProfilesDoNotMatchNoNetworkDoes) {
  const Connections connections(PartnerGraph::Build({{"a", "b"}}), "a");
  EXPECT_EQ(PairScore(ShareScore(kWeights, connections), 0, 1, 1), 0);
}

TEST(PairScoreTest, ClosenessGoesToTheProfilesWhereTheMemberHasNoPartners) {
  const auto graph = PartnerGraph::Build({{"a", "b"}});
  for (const Connections& connections : {Connections(graph, "c"), Connections(graph)}) {
    const PairShares shares = ShareScore(kWeights, connections);
    EXPECT_EQ(shares.closeness, 0);
    EXPECT_EQ(shares.popularity, 0.2);
    EXPECT_EQ(shares.profiles, 0.8);
  }
}

TEST(PairScoreTest, AllGoesToTheProfilesWhereNobodyHasPartners) {
  const PairShares shares = ShareScore(kWeights, Connections(PartnerGraph::Build({}), "a"));
  EXPECT_EQ(shares.profiles, 1);
  EXPECT_EQ(PairScore(shares, 0.123, 0, 0), 0.123);
}

}  // namespace
}  // namespace counterpoint::matching
