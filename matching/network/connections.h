// What past partnerships say about each possible partner of one member.
//
// Two members are close where many walks of length three lead from one to the
// other: B has worked with those who work with A's partners. Such walks predict
// partnerships better than shared partners do, since partners differ in what
// they bring and need not resemble each other (Kovács et al., "Network-based
// prediction of protein interactions", Nature Communications 10, 2019):
//   L3(A, B) = sum over u, v of a_Au a_uv a_vB / sqrt(k_u k_v)
// with a = 1 for partners, else 0, and k the number of partners. Walks that
// come back to A or to B on their way exist for partners of A alone.
//
// Three passes over the partners of those reached so far give L3 from A to
// everybody at once; the last one costs the partners of all that are two steps
// away, at most twice the partnerships of the alliance.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "matching/network/partner_graph.h"

namespace counterpoint::matching {

// Immutable and thread-safe. Sums are made in order of id, so that equal
// partnerships give equal numbers.
class Connections {
 public:
  using Node = PartnerGraph::Node;

  // Of somebody unknown, who has no partners. REQUIRES: `graph` is not null.
  explicit Connections(std::shared_ptr<const PartnerGraph> graph);
  // Of the member with this id.
  Connections(std::shared_ptr<const PartnerGraph> graph, absl::string_view member);

  const PartnerGraph& graph() const { return *graph_; }
  // Whether the member has partners. Without any, nobody is close to it.
  bool any() const { return !closeness_.empty(); }

  // REQUIRES, as below: node <= graph().members().
  bool IsPartner(Node node) const { return any() && is_partner_[node]; }
  // sqrt(L3(A, B) / the largest L3 from A to any other member, its partners
  // included), in [0, 1].
  double closeness(Node node) const { return any() ? closeness_[node] : 0; }
  // The largest L3 from A to any other member; 0 where A has no partners.
  double largest_walks() const { return largest_walks_; }
  // closeness(node) for a pair alone: `largest_walks` is that of A's connections.
  // Costs the partners of B times those of A, or of theirs where these are fewer.
  // Equal to the last bit.
  static double ClosenessOf(const PartnerGraph& graph, Node a, Node b, double largest_walks);
  // Ids of up to `most` partners of the member at `node` through whom most of
  // L3 to it comes, in that order; ties in order of id. Without A itself.
  std::vector<std::string> Via(Node node, std::size_t most) const;

 private:
  std::shared_ptr<const PartnerGraph> graph_;
  Node self_;
  // By node, one more than there are; empty where the member has no partners.
  std::vector<bool> is_partner_;
  std::vector<double> through_;  // Of L3 to each partner of this node.
  std::vector<double> closeness_;
  double largest_walks_ = 0;
};

}  // namespace counterpoint::matching
