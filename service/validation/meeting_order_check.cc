#include "service/validation/meeting_order_check.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/validation/list_check.h"
#include "service/validation/pair_check.h"

namespace counterpoint::validation {
namespace {

constexpr std::size_t kMostNamed = 5;

// The orders as edges between pairs. A depth-first search that meets an edge back
// to a pair on its path has found a circle: that edge and the path from there.
class OrderGraph {
 public:
  // An order from one pair to another, at its place in the list.
  void Add(const PairKey& earlier, const PairKey& later, int place) {
    const std::size_t from = NodeOf(earlier);
    const std::size_t to = NodeOf(later);
    edges_[from].push_back({to, place});
  }

  // Calls `tell` with the place of each order that closes a circle, and with the
  // places of the other orders of the circle, in order of time.
  template <typename Tell>
  void FindCircles(const Tell& tell) const {
    std::vector<State> states(edges_.size(), State::kNew);
    for (std::size_t node = 0; node < edges_.size(); ++node) {
      if (states[node] == State::kNew) Search(node, states, tell);
    }
  }

 private:
  enum class State { kNew, kOnPath, kDone };
  struct Edge {
    std::size_t to;
    int place;
  };
  struct Step {
    std::size_t node;
    std::size_t next = 0;  // Edge to look at next.
  };

  std::size_t NodeOf(const PairKey& pair) {
    const auto [found, is_new] = nodes_.try_emplace(pair, edges_.size());
    if (is_new) edges_.emplace_back();
    return found->second;
  }

  template <typename Tell>
  void Search(std::size_t start, std::vector<State>& states, const Tell& tell) const {
    std::vector<Step> path = {{start}};
    states[start] = State::kOnPath;
    while (!path.empty()) {
      Step& step = path.back();
      if (step.next == edges_[step.node].size()) {
        states[step.node] = State::kDone;
        path.pop_back();
        continue;
      }
      const Edge& edge = edges_[step.node][step.next++];
      if (states[edge.to] == State::kOnPath) {
        tell(edge.place, PlacesFrom(edge.to, path));
      } else if (states[edge.to] == State::kNew) {
        states[edge.to] = State::kOnPath;
        path.push_back({edge.to});
      }
    }
  }

  // Places of the orders along the path from the node on.
  std::vector<int> PlacesFrom(std::size_t node, const std::vector<Step>& path) const {
    std::vector<int> places;
    std::size_t at = path.size() - 1;
    while (path[at].node != node) --at;
    for (; at + 1 < path.size(); ++at) {
      places.push_back(edges_[path[at].node][path[at].next - 1].place);
    }
    return places;
  }

  absl::flat_hash_map<PairKey, std::size_t> nodes_;
  std::vector<std::vector<Edge>> edges_;
};

std::string CircleText(const std::vector<int>& others) {
  if (others.empty()) return "has to name two different pairs";
  std::string text = "closes a circle with";
  for (std::size_t i = 0; i < others.size() && i < kMostNamed; ++i) {
    absl::StrAppend(&text, i == 0 ? " " : ", ", "orders[", others[i], "]");
  }
  if (others.size() > kMostNamed) {
    absl::StrAppend(&text, " and ", others.size() - kMostNamed, " more");
  }
  return text + "; take one of them out";
}

}  // namespace

void CheckOrders(const FieldPath& path, const v1::PlacingRules& placing, absl::string_view alliance,
                 Violations& violations) {
  if (!CheckLength(path.Field("orders"), placing.orders_size(), kMostPairs, violations)) return;
  OrderGraph graph;
  absl::flat_hash_map<std::pair<PairKey, PairKey>, int> seen;
  for (int i = 0; i < placing.orders_size(); ++i) {
    const v1::MeetingOrder& order = placing.orders(i);
    const FieldPath at = path.Item("orders", i);
    CheckPair(at.Field("earlier"), order.earlier(), alliance, violations);
    CheckPair(at.Field("later"), order.later(), alliance, violations);
    const PairKey earlier = KeyOf(order.earlier());
    const PairKey later = KeyOf(order.later());
    const auto [before, is_new] = seen.try_emplace({earlier, later}, i);
    if (is_new) {
      graph.Add(earlier, later, i);
    } else {
      violations.Add(at, absl::StrCat("is the same as orders[", before->second, "]"));
    }
  }
  graph.FindCircles([&](int place, const std::vector<int>& others) {
    violations.Add(path.Item("orders", place), CircleText(others));
  });
}

}  // namespace counterpoint::validation
