#include "service/recommendations/position_moves.h"

#include <algorithm>
#include <iterator>

namespace counterpoint::service {

using matching::MemberPosition;

std::vector<MemberPosition> PresentPositions(const std::vector<std::string>& before,
                                             const std::vector<std::string>& now) {
  std::vector<MemberPosition> positions(before.size(), kGone);
  std::size_t at = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    while (at < now.size() && now[at] < before[i]) ++at;
    if (at == now.size() || now[at] != before[i] || IsErased(before[i])) continue;
    positions[i] = static_cast<MemberPosition>(at);
  }
  return positions;
}

PositionPairs Moved(const PositionPairs& pairs, const std::vector<MemberPosition>& positions) {
  PositionPairs moved;
  for (const auto& [first, second] : pairs) {
    const bool there = first < positions.size() && second < positions.size() &&
                       positions[first] != kGone && positions[second] != kGone;
    // Order of position is order of id, before as now.
    if (there) moved.emplace_back(positions[first], positions[second]);
  }
  return moved;
}

PositionPairs Difference(const PositionPairs& pairs, const PositionPairs& others) {
  PositionPairs rest;
  std::set_difference(pairs.begin(), pairs.end(), others.begin(), others.end(),
                      std::back_inserter(rest));
  return rest;
}

}  // namespace counterpoint::service
