#include "tests/matching/planning/best_matching.h"

#include <lemon/matching.h>
#include <lemon/smart_graph.h>

namespace counterpoint::matching {

MatchingTotal BestMatching(int nodes, const std::vector<WeightedEdge>& edges) {
  using Graph = lemon::SmartGraph;
  Graph graph;
  for (int i = 0; i < nodes; ++i) graph.addNode();
  Graph::EdgeMap<int> weight(graph);
  for (const WeightedEdge& edge : edges) {
    weight[graph.addEdge(Graph::nodeFromId(edge.first), Graph::nodeFromId(edge.second))] =
        edge.weight;
  }
  lemon::MaxWeightedMatching<Graph> matching(graph, weight);
  matching.run();
  return {matching.matchingWeight(), matching.matchingSize()};
}

}  // namespace counterpoint::matching
