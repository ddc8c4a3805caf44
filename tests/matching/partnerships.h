// Partnerships for tests, made at random from a fixed seed.
#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "matching/network/partner_graph.h"

namespace counterpoint::matching {

// Between members m-1000, m-1001, ... as RandomProfiles names them, a few with
// many partners and most with few or none.
inline std::vector<Partnership> RandomPartnerships(unsigned seed, unsigned members,
                                                   unsigned count) {
  std::mt19937 random(seed);
  const auto id = [](unsigned member) { return "m-" + std::to_string(1000 + member); };
  std::vector<Partnership> partnerships;
  while (partnerships.size() < count) {
    const unsigned a = static_cast<unsigned>(random()) % members;
    const unsigned b = static_cast<unsigned>(random()) % (1 + a);
    if (a != b) partnerships.push_back({id(a), id(b)});
  }
  return partnerships;
}

inline std::shared_ptr<const PartnerGraph> RandomGraph(unsigned seed, unsigned members,
                                                       unsigned count) {
  return PartnerGraph::Build(RandomPartnerships(seed, members, count));
}

}  // namespace counterpoint::matching
