#include "matching/network/partner_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/matching/partnerships.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;

TEST(PartnerGraphTest, CountsEachPartnerOnce) {
  const auto graph = PartnerGraph::Build({{"b", "a"}, {"a", "b"}, {"a", "c"}});
  EXPECT_EQ(graph->members(), 3U);
  EXPECT_EQ(graph->partnerships(), 2U);
  EXPECT_EQ(graph->Partners("a"), 2U);
  EXPECT_EQ(graph->Partners("b"), 1U);
  EXPECT_TRUE(graph->ArePartners("b", "a"));
  EXPECT_TRUE(graph->ArePartners("a", "b"));
  EXPECT_FALSE(graph->ArePartners("b", "c"));
}

TEST(PartnerGraphTest, SomebodyUnknownHasNoPartners) {
  const auto graph = PartnerGraph::Build({{"a", "b"}});
  EXPECT_EQ(graph->Partners("nobody"), 0U);
  EXPECT_FALSE(graph->ArePartners("a", "nobody"));
  EXPECT_FALSE(graph->ArePartners("nobody", "a"));
  EXPECT_FALSE(graph->ArePartners("nobody", "noone"));
  EXPECT_EQ(graph->popularity(graph->NodeOf("nobody")), 0);
}

TEST(PartnerGraphTest, AnEmptyGraphAnswersAll) {
  const auto graph = PartnerGraph::Build({});
  EXPECT_TRUE(graph->empty());
  EXPECT_EQ(graph->partnerships(), 0U);
  EXPECT_EQ(graph->Partners("a"), 0U);
  EXPECT_EQ(graph->popularity(graph->NodeOf("a")), 0);
}

TEST(PartnerGraphTest, NumbersMembersInOrderOfId) {
  const auto graph = PartnerGraph::Build({{"c", "b"}, {"b", "a"}});
  EXPECT_EQ(graph->id(graph->NodeOf("a")), "a");
  EXPECT_LT(graph->NodeOf("a"), graph->NodeOf("b"));
  EXPECT_LT(graph->NodeOf("b"), graph->NodeOf("c"));
  EXPECT_THAT(graph->neighbours(graph->NodeOf("b")),
              ElementsAre(graph->NodeOf("a"), graph->NodeOf("c")));
}

TEST(PartnerGraphTest, PopularityGrowsWithTheLogarithmOfPartners) {
  const auto graph = PartnerGraph::Build({{"hub", "a"}, {"hub", "b"}, {"hub", "c"}, {"a", "b"}});
  EXPECT_EQ(graph->popularity(graph->NodeOf("hub")), 1);
  EXPECT_DOUBLE_EQ(graph->popularity(graph->NodeOf("a")), std::log(3) / std::log(4));
  EXPECT_DOUBLE_EQ(graph->popularity(graph->NodeOf("c")), std::log(2) / std::log(4));
}

TEST(PartnerGraphTest, DependsOnTheSetOfPartnershipsAlone) {
  auto partnerships = RandomPartnerships(5, 60, 300);
  const auto graph = PartnerGraph::Build(partnerships);
  std::reverse(partnerships.begin(), partnerships.end());
  for (std::size_t i = 0; i < partnerships.size(); i += 2) {
    std::swap(partnerships[i].a, partnerships[i].b);
    partnerships.push_back(partnerships[i]);
  }
  const auto other = PartnerGraph::Build(partnerships);
  ASSERT_EQ(other->members(), graph->members());
  for (PartnerGraph::Node node = 0; node < graph->members(); ++node) {
    EXPECT_EQ(other->id(node), graph->id(node));
    EXPECT_EQ(other->neighbours(node), graph->neighbours(node));
  }
}

}  // namespace
}  // namespace counterpoint::matching
