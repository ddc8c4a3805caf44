#include "matching/network/connections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Core>
#include <cmath>

#include "tests/matching/partnerships.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

double ClosenessTo(const Connections& connections, const std::string& id) {
  return connections.closeness(connections.graph().NodeOf(id));
}

// a - u - v - b, and c beside: partners of partners of partners.
std::shared_ptr<const PartnerGraph> Chain() {
  return PartnerGraph::Build({{"a", "u"}, {"u", "v"}, {"v", "b"}, {"c", "d"}});
}

TEST(ConnectionsTest, ThreeStepsMakeClose) {
  const Connections connections(Chain(), "a");
  EXPECT_GT(ClosenessTo(connections, "b"), 0);
  EXPECT_EQ(ClosenessTo(connections, "v"), 0);
  EXPECT_EQ(ClosenessTo(connections, "c"), 0);
  EXPECT_EQ(ClosenessTo(connections, "nobody"), 0);
}

TEST(ConnectionsTest, AWalkByWayOfBusyMembersCountsLess) {
  // To b1 by way of u1, who has two partners, to b2 by way of u2, who has four.
  const auto graph = PartnerGraph::Build({{"a", "u1"},
                                          {"u1", "v1"},
                                          {"v1", "b1"},
                                          {"a", "u2"},
                                          {"u2", "v2"},
                                          {"v2", "b2"},
                                          {"u2", "x"},
                                          {"u2", "y"}});
  const Connections connections(graph, "a");
  EXPECT_GT(ClosenessTo(connections, "b1"), ClosenessTo(connections, "b2"));
  EXPECT_GT(ClosenessTo(connections, "b2"), 0);
}

TEST(ConnectionsTest, NobodyIsCloseToAMemberWithoutPartners) {
  for (const Connections& connections : {Connections(Chain(), "nobody"), Connections(Chain()),
                                         Connections(PartnerGraph::Build({}), "a")}) {
    EXPECT_FALSE(connections.any());
    EXPECT_EQ(ClosenessTo(connections, "b"), 0);
    EXPECT_FALSE(connections.IsPartner(connections.graph().NodeOf("u")));
    EXPECT_THAT(connections.Via(connections.graph().NodeOf("b"), 3), IsEmpty());
  }
}

TEST(ConnectionsTest, NamesThePartnersThroughWhomMostOfItComes) {
  // v1 is reached twice, v2 and v3 once each, v3 being the busier.
  const auto graph = PartnerGraph::Build({{"a", "u1"},
                                          {"a", "u2"},
                                          {"u1", "v1"},
                                          {"u2", "v1"},
                                          {"u1", "v2"},
                                          {"u2", "v3"},
                                          {"v3", "x"},
                                          {"v1", "b"},
                                          {"v2", "b"},
                                          {"v3", "b"}});
  const Connections connections(graph, "a");
  const auto b = graph->NodeOf("b");
  EXPECT_THAT(connections.Via(b, 3), ElementsAre("v1", "v2", "v3"));
  EXPECT_THAT(connections.Via(b, 2), ElementsAre("v1", "v2"));
}

TEST(ConnectionsTest, AMemberDoesNotConnectItselfWithItsPartners) {
  const auto graph = PartnerGraph::Build({{"a", "b"}});
  const Connections connections(graph, "a");
  EXPECT_EQ(ClosenessTo(connections, "b"), 1);
  EXPECT_THAT(connections.Via(graph->NodeOf("b"), 3), IsEmpty());
}

// The sparse passes against the product of matrices that they stand for.
TEST(ConnectionsPropertyTest, AgreesWithThePlainTwin) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const auto graph = RandomGraph(seed, 40, 15 * seed);
    const auto n = static_cast<Eigen::Index>(graph->members());
    Eigen::MatrixXd a = Eigen::MatrixXd::Zero(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
      for (Eigen::Index k = 0; k < n; ++k) {
        a(i, k) = graph->ArePartners(graph->id(static_cast<PartnerGraph::Node>(i)),
                                     graph->id(static_cast<PartnerGraph::Node>(k)));
      }
    }
    const Eigen::VectorXd damping = a.rowwise().sum().cwiseSqrt().cwiseInverse();
    Eigen::MatrixXd l3 = a * damping.asDiagonal() * a * damping.asDiagonal() * a;
    l3.diagonal().setZero();
    for (Eigen::Index i = 0; i < n; ++i) {
      const Connections connections(graph, graph->id(static_cast<PartnerGraph::Node>(i)));
      for (Eigen::Index k = 0; k < n; ++k) {
        const auto node = static_cast<PartnerGraph::Node>(k);
        EXPECT_NEAR(connections.closeness(node), std::sqrt(l3(i, k) / l3.row(i).maxCoeff()), 1e-9);
        EXPECT_LE(connections.closeness(node), 1);
        EXPECT_EQ(connections.IsPartner(node), a(i, k) == 1);
      }
    }
  }
}

}  // namespace
}  // namespace counterpoint::matching
