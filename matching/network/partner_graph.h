// Who has worked with whom in an alliance.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

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
  // REQUIRES: the two of each partnership differ.
  static std::shared_ptr<const PartnerGraph> Build(const std::vector<Partnership>& partnerships);

  bool empty() const { return ids_.empty(); }
  // Members that have partners, and pairs of them.
  std::size_t members() const { return ids_.size(); }
  std::size_t partnerships() const { return neighbours_.size() / 2; }

  // How many partners the member has had; 0 for unknown ids.
  std::size_t Partners(absl::string_view id) const;
  bool ArePartners(absl::string_view a, absl::string_view b) const;

 private:
  PartnerGraph() = default;

  std::vector<std::string> ids_;                                 // By node, ascending.
  absl::flat_hash_map<absl::string_view, std::uint32_t> nodes_;  // Into ids_.
  std::vector<std::uint32_t> first_;       // Of node i in neighbours_; one more.
  std::vector<std::uint32_t> neighbours_;  // Ascending for each node.
};

}  // namespace counterpoint::matching
