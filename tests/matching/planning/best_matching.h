// Matchings of greatest weight in a general graph, by LEMON: what a choice with one
// meeting each comes to.
#pragma once

#include <vector>

namespace counterpoint::matching {

struct WeightedEdge {
  int first = 0;
  int second = 0;
  int weight = 0;  // Above 0.
};

struct MatchingTotal {
  int weight = 0;
  int size = 0;
};

MatchingTotal BestMatching(int nodes, const std::vector<WeightedEdge>& edges);

}  // namespace counterpoint::matching
