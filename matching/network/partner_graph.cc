#include "matching/network/partner_graph.h"

#include <algorithm>
#include <cmath>

namespace counterpoint::matching {

std::shared_ptr<const PartnerGraph> PartnerGraph::Build(
    const std::vector<Partnership>& partnerships) {
  std::shared_ptr<PartnerGraph> graph(new PartnerGraph);
  absl::flat_hash_map<absl::string_view, Node>& nodes = graph->nodes_;
  // By ids of the caller first, so that each is copied and sorted once.
  for (const Partnership& partnership : partnerships) {
    nodes.emplace(partnership.a, 0);
    nodes.emplace(partnership.b, 0);
  }
  std::vector<std::string>& ids = graph->ids_;
  ids.reserve(nodes.size());
  for (const auto& [id, unused] : nodes) ids.emplace_back(id);
  std::sort(ids.begin(), ids.end());
  nodes.clear();
  for (std::size_t i = 0; i < ids.size(); ++i) nodes.emplace(ids[i], static_cast<Node>(i));

  // Two nodes as one number sort by the first, then by the second.
  std::vector<std::uint64_t> edges;
  edges.reserve(2 * partnerships.size());
  for (const Partnership& partnership : partnerships) {
    const std::uint64_t a = nodes.at(partnership.a);
    const std::uint64_t b = nodes.at(partnership.b);
    edges.push_back(a << 32 | b);
    edges.push_back(b << 32 | a);
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());

  graph->first_.assign(ids.size() + 2, 0);
  graph->neighbours_.reserve(edges.size());
  for (const std::uint64_t edge : edges) {
    ++graph->first_[(edge >> 32) + 1];
    graph->neighbours_.push_back(static_cast<Node>(edge));
  }
  std::size_t most = 0;
  for (std::size_t i = 1; i < graph->first_.size(); ++i) {
    most = std::max(most, graph->first_[i]);
    graph->first_[i] += graph->first_[i - 1];
  }
  graph->popularity_.assign(ids.size() + 1, 0);
  for (Node node = 0; node < ids.size(); ++node) {
    graph->popularity_[node] = std::log1p(static_cast<double>(graph->neighbours(node).size())) /
                               std::log1p(static_cast<double>(most));
  }
  return graph;
}

PartnerGraph::Node PartnerGraph::NodeOf(absl::string_view id) const {
  const auto node = nodes_.find(id);
  return node == nodes_.end() ? static_cast<Node>(members()) : node->second;
}

bool PartnerGraph::ArePartners(absl::string_view a, absl::string_view b) const {
  const auto partners = neighbours(NodeOf(a));
  return std::binary_search(partners.begin(), partners.end(), NodeOf(b));
}

}  // namespace counterpoint::matching
