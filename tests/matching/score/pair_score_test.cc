#include "matching/score/pair_score.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace counterpoint::matching {
namespace {

const NetworkWeights kWeights = {0.2, 0.3};

// Of "a" and others.
std::vector<Partnership> Partnerships(int count) {
  std::vector<Partnership> partnerships;
  for (int i = 0; i < count; ++i) partnerships.push_back({"a", std::to_string(i)});
  return partnerships;
}

TEST(PairScoreTest, EachPartCountsItsShare) {
  // Of 200 partnerships the network counts half.
  const Connections connections(PartnerGraph::Build(Partnerships(200)), "a");
  const PairShares shares = ShareScore(kWeights, connections);
  EXPECT_DOUBLE_EQ(PairScore(shares, 0.4, 0.5, 0.6), 0.75 * 0.4 + 0.1 * 0.5 + 0.15 * 0.6);
  EXPECT_DOUBLE_EQ(PairScore(shares, 1, 1, 1), 1);
}

TEST(PairScoreTest, TheNetworkCountsMoreTheMorePartnershipsThereAre) {
  double before = 0;
  for (const int count : {1, 10, 100, 1000}) {
    const Connections connections(PartnerGraph::Build(Partnerships(count)), "a");
    const PairShares shares = ShareScore(kWeights, connections);
    EXPECT_GT(shares.popularity, before);
    EXPECT_LT(shares.popularity, 0.2);
    EXPECT_DOUBLE_EQ(shares.closeness, 1.5 * shares.popularity);
    before = shares.popularity;
  }
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
    EXPECT_DOUBLE_EQ(shares.popularity, 0.2 / 201);
    EXPECT_EQ(shares.profiles, 1 - shares.popularity);
  }
}

TEST(PairScoreTest, AllGoesToTheProfilesWhereNobodyHasPartners) {
  const PairShares shares = ShareScore(kWeights, Connections(PartnerGraph::Build({}), "a"));
  EXPECT_EQ(shares.profiles, 1);
  EXPECT_EQ(PairScore(shares, 0.123, 0, 0), 0.123);
}

}  // namespace
}  // namespace counterpoint::matching
