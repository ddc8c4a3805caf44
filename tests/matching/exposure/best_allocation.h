// The plain twin of AllocateExposure under a cap: a flow of minimum cost.
#pragma once

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "matching/exposure/allocation.h"

namespace counterpoint::matching {

struct BestAllocation {
  std::size_t places = 0;      // Filled, as many as can be.
  double total_relevance = 0;  // The most with so many.
};

inline BestAllocation FindBestAllocation(const CandidateRows& rows, std::size_t list_size,
                                         int cap) {
  using Graph = lemon::SmartDigraph;
  Graph graph;
  Graph::ArcMap<std::int64_t> capacity(graph);
  Graph::ArcMap<std::int64_t> cost(graph);
  const Graph::Node source = graph.addNode();
  const Graph::Node sink = graph.addNode();
  const auto connect = [&](Graph::Node from, Graph::Node to, std::int64_t most,
                           std::int64_t price) {
    const Graph::Arc arc = graph.addArc(from, to);
    capacity[arc] = most;
    cost[arc] = price;
    return arc;
  };
  const std::size_t members = rows.first.size() - 1;
  std::vector<Graph::Node> columns;
  for (std::size_t j = 0; j < members; ++j) {
    columns.push_back(graph.addNode());
    connect(columns.back(), sink, cap, 0);
  }
  // One more place is worth more than any relevance.
  constexpr double kUnit = 1e6;
  constexpr double kPlace = 1e4;
  std::vector<Graph::Arc> arcs;
  for (std::size_t i = 0; i < members; ++i) {
    const Graph::Node row = graph.addNode();
    connect(source, row, static_cast<std::int64_t>(list_size), 0);
    for (std::size_t c = rows.first[i]; c < rows.first[i + 1]; ++c) {
      arcs.push_back(connect(row, columns[rows.partner[c]], 1,
                             -std::llround(kUnit * (kPlace + rows.relevance[c]))));
    }
  }
  const auto all = static_cast<std::int64_t>(members * list_size);
  connect(source, sink, all, 0);
  lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t> simplex(graph);
  simplex.upperMap(capacity).costMap(cost).stSupply(source, sink, all).run();
  BestAllocation best;
  for (std::size_t c = 0; c < arcs.size(); ++c) {
    if (simplex.flow(arcs[c]) == 0) continue;
    ++best.places;
    best.total_relevance += rows.relevance[c];
  }
  return best;
}

}  // namespace counterpoint::matching
