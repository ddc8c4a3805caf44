#include "matching/network/connections.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace counterpoint::matching {
namespace {

using Node = PartnerGraph::Node;

double DampingOf(const PartnerGraph& graph, Node node) {
  return 1 / std::sqrt(static_cast<double>(graph.neighbours(node).size()));
}

}  // namespace

Connections::Connections(std::shared_ptr<const PartnerGraph> graph)
    : graph_(std::move(graph)), self_(static_cast<Node>(graph_->members())) {}

Connections::Connections(std::shared_ptr<const PartnerGraph> graph, absl::string_view member)
    : graph_(std::move(graph)), self_(graph_->NodeOf(member)) {
  const auto partners = graph_->neighbours(self_);
  if (partners.empty()) return;
  const auto nodes = static_cast<Node>(graph_->members());
  const auto damping = [&](Node node) { return DampingOf(*graph_, node); };
  is_partner_.assign(nodes + 1, false);
  through_.assign(nodes + 1, 0);
  for (const Node u : partners) {
    is_partner_[u] = true;
    const double weight = damping(u);
    for (const Node v : graph_->neighbours(u)) through_[v] += weight;
  }
  closeness_.assign(nodes + 1, 0);
  for (Node v = 0; v < nodes; ++v) {
    if (through_[v] == 0) continue;
    through_[v] *= damping(v);
    for (const Node b : graph_->neighbours(v)) closeness_[b] += through_[v];
  }
  closeness_[self_] = 0;
  // Above 0: a walk leads to each partner by way of that partner and back.
  largest_walks_ = *std::max_element(closeness_.begin(), closeness_.end());
  for (double& closeness : closeness_) {
    if (closeness > 0) closeness = std::sqrt(closeness / largest_walks_);
  }
}

double Connections::ClosenessOf(const PartnerGraph& graph, Node a, Node b, double largest_walks) {
  const auto partners = graph.neighbours(a);
  if (partners.empty() || a == b) return 0;
  double walks = 0;
  for (const Node v : graph.neighbours(b)) {
    const auto of_v = graph.neighbours(v);
    double through = 0;
    if (of_v.size() < partners.size()) {
      for (const Node u : of_v) {
        if (std::binary_search(partners.begin(), partners.end(), u)) {
          through += DampingOf(graph, u);
        }
      }
    } else {
      for (const Node u : partners) {
        if (std::binary_search(of_v.begin(), of_v.end(), u)) through += DampingOf(graph, u);
      }
    }
    through *= DampingOf(graph, v);
    walks += through;
  }
  return walks > 0 ? std::sqrt(walks / largest_walks) : 0;
}

std::vector<std::string> Connections::Via(Node node, std::size_t most) const {
  std::vector<Node> via;
  if (!any()) return {};
  for (const Node v : graph_->neighbours(node)) {
    if (v != self_ && through_[v] > 0) via.push_back(v);
  }
  std::stable_sort(via.begin(), via.end(),
                   [&](Node a, Node b) { return through_[a] > through_[b]; });
  if (via.size() > most) via.resize(most);
  std::vector<std::string> ids;
  for (const Node v : via) ids.push_back(graph_->id(v));
  return ids;
}

}  // namespace counterpoint::matching
