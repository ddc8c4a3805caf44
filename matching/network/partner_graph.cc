#include "matching/network/partner_graph.h"

#include <algorithm>
#include <utility>

namespace counterpoint::matching {

std::shared_ptr<const PartnerGraph> PartnerGraph::Build(
    const std::vector<Partnership>& partnerships) {
  std::shared_ptr<PartnerGraph> graph(new PartnerGraph);
  std::vector<std::string>& ids = graph->ids_;
  for (const Partnership& partnership : partnerships) {
    ids.push_back(partnership.a);
    ids.push_back(partnership.b);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    graph->nodes_.emplace(ids[i], static_cast<std::uint32_t>(i));
  }

  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  edges.reserve(2 * partnerships.size());
  for (const Partnership& partnership : partnerships) {
    const std::uint32_t a = graph->nodes_.at(partnership.a);
    const std::uint32_t b = graph->nodes_.at(partnership.b);
    edges.emplace_back(a, b);
    edges.emplace_back(b, a);
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());

  graph->first_.assign(ids.size() + 1, 0);
  graph->neighbours_.reserve(edges.size());
  for (const auto& [from, to] : edges) {
    ++graph->first_[from + 1];
    graph->neighbours_.push_back(to);
  }
  for (std::size_t i = 1; i < graph->first_.size(); ++i) graph->first_[i] += graph->first_[i - 1];
  return graph;
}

std::size_t PartnerGraph::Partners(absl::string_view id) const {
  const auto node = nodes_.find(id);
  return node == nodes_.end() ? 0 : first_[node->second + 1] - first_[node->second];
}

bool PartnerGraph::ArePartners(absl::string_view a, absl::string_view b) const {
  const auto from = nodes_.find(a);
  const auto to = nodes_.find(b);
  if (from == nodes_.end() || to == nodes_.end()) return false;
  return std::binary_search(neighbours_.begin() + first_[from->second],
                            neighbours_.begin() + first_[from->second + 1], to->second);
}

}  // namespace counterpoint::matching
