// Who has worked with whom in an alliance.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace counterpoint::matching {

// Two members, by id, in either order.
struct Partnership {
  std::string a;
  std::string b;
};

// Immutable and thread-safe. A function of the set of partnerships: neither
// their order nor repetitions matter.
class PartnerGraph {
 public:
  // Members that have partners are numbered from 0 in order of id; members()
  // stands for everybody else, who has none.
  using Node = std::uint32_t;

  // REQUIRES: the two of each partnership differ.
  static std::shared_ptr<const PartnerGraph> Build(const std::vector<Partnership>& partnerships);

  bool empty() const { return ids_.empty(); }
  // Members that have partners, and pairs of them.
  std::size_t members() const { return ids_.size(); }
  std::size_t partnerships() const { return neighbours_.size() / 2; }

  // How many partners the member has had; 0 for unknown ids.
  std::size_t Partners(absl::string_view id) const { return neighbours(NodeOf(id)).size(); }
  bool ArePartners(absl::string_view a, absl::string_view b) const;

  // members() for ids without partners.
  Node NodeOf(absl::string_view id) const;
  // REQUIRES: node < members().
  const std::string& id(Node node) const { return ids_[node]; }
  // Ascending. REQUIRES, as below: node <= members().
  absl::Span<const Node> neighbours(Node node) const {
    return {neighbours_.data() + first_[node], first_[node + 1] - first_[node]};
  }
  // ln(1 + partners) / ln(1 + the most partners of any member), in [0, 1].
  double popularity(Node node) const { return popularity_[node]; }

 private:
  PartnerGraph() = default;

  std::vector<std::string> ids_;                        // By node, ascending.
  absl::flat_hash_map<absl::string_view, Node> nodes_;  // Into ids_.
  std::vector<std::size_t> first_;                      // Of a node in neighbours_; two more.
  std::vector<Node> neighbours_;                        // Ascending for each node.
  std::vector<double> popularity_;                      // By node; one more.
};

}  // namespace counterpoint::matching
