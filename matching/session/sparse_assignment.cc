#include "matching/session/sparse_assignment.h"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>

namespace counterpoint::matching {
namespace {

using Graph = lemon::SmartDigraph;
using Simplex = lemon::NetworkSimplex<Graph, int, std::int64_t>;

// A unit from each row to the sink: past a column, by way of a kind or straight,
// or past none.
class Network {
 public:
  explicit Network(const SparseAssignment& problem)
      : problem_(problem), capacity_(graph_), cost_(graph_), sink_(graph_.addNode()) {
    std::size_t kinds = 0;
    for (const std::size_t kind : problem.columns) kinds = std::max(kinds, kind + 1);
    for (std::size_t kind = 0; kind < kinds; ++kind) kinds_.push_back(graph_.addNode());
    for (const std::size_t kind : problem.columns) {
      columns_.push_back(graph_.addNode());
      Connect(columns_.back(), sink_, 1, 0);
      from_kind_.push_back(Connect(kinds_[kind], columns_.back(), 1, 0));
    }
    for (const SparseAssignment::Row& row : problem.rows) {
      rows_.push_back(graph_.addNode());
      Connect(rows_.back(), sink_, 1, row.loss);
      std::vector<Graph::Arc>& arcs = to_kinds_.emplace_back();
      for (const std::size_t kind : row.kinds) {
        // A kind that no column has leads nowhere.
        arcs.push_back(kind < kinds ? Connect(rows_.back(), kinds_[kind], 1, 0) : lemon::INVALID);
      }
    }
    for (const SparseAssignment::Gain& gain : problem.gains) {
      straight_.push_back(Connect(rows_[gain.row], columns_[gain.column], 1, -gain.gain));
    }
  }

  std::vector<std::size_t> Solve() {
    Graph::NodeMap<int> supply(graph_, 0);
    for (const Graph::Node row : rows_) supply[row] = 1;
    supply[sink_] = -static_cast<int>(rows_.size());
    Simplex simplex(graph_);
    simplex.upperMap(capacity_).costMap(cost_).supplyMap(supply).run();
    return Read(simplex);
  }

 private:
  Graph::Arc Connect(Graph::Node from, Graph::Node to, int capacity, std::int64_t cost) {
    const Graph::Arc arc = graph_.addArc(from, to);
    capacity_[arc] = capacity;
    cost_[arc] = cost;
    return arc;
  }

  std::vector<std::size_t> Read(const Simplex& simplex) const {
    std::vector<std::size_t> answer(rows_.size(), kNoColumn);
    for (std::size_t i = 0; i < straight_.size(); ++i) {
      if (simplex.flow(straight_[i]) > 0) answer[problem_.gains[i].row] = problem_.gains[i].column;
    }
    // The columns of a kind go to its rows in order.
    std::vector<std::vector<std::size_t>> free(kinds_.size());
    for (std::size_t c = columns_.size(); c-- > 0;) {
      if (simplex.flow(from_kind_[c]) > 0) free[problem_.columns[c]].push_back(c);
    }
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      for (std::size_t i = 0; i < to_kinds_[r].size(); ++i) {
        const Graph::Arc arc = to_kinds_[r][i];
        if (arc == lemon::INVALID || simplex.flow(arc) == 0) continue;
        std::vector<std::size_t>& columns = free[problem_.rows[r].kinds[i]];
        answer[r] = columns.back();
        columns.pop_back();
      }
    }
    return answer;
  }

  const SparseAssignment& problem_;
  Graph graph_;
  Graph::ArcMap<int> capacity_;
  Graph::ArcMap<std::int64_t> cost_;
  Graph::Node sink_;
  std::vector<Graph::Node> kinds_;
  std::vector<Graph::Node> columns_;
  std::vector<Graph::Node> rows_;
  std::vector<Graph::Arc> from_kind_;              // Of each column.
  std::vector<std::vector<Graph::Arc>> to_kinds_;  // Of each row, as its kinds.
  std::vector<Graph::Arc> straight_;               // Of each gain.
};

}  // namespace

std::vector<std::size_t> Assign(const SparseAssignment& problem) {
  return Network(problem).Solve();
}

}  // namespace counterpoint::matching
