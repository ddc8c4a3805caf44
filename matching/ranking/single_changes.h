// Which changes to two profiles could bring the two together.
#pragma once

#include <vector>

#include "matching/ranking/profile_change.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::matching {

// At most so many changes of each sort are tried.
inline constexpr std::size_t kMostObstacleChanges = 64;
inline constexpr std::size_t kMostTopicChanges = 160;
inline constexpr std::size_t kMostTermChanges = 96;

// Single changes that may raise the score of the pair or let the partner be
// listed, in a fixed order. None of them alters what a member is: its kind, its
// region, its texts.
// - Obstacles: the partner's state and capacity; closed listings of both,
//   reopened for 90 days; rules that exclude the other side, removed.
// - Topics: those of a listing of one, added to a listing of the other that it
//   could meet, or to its sectors where it has none; the weightiest first. Also
//   those that the filter asks for, to the partner's sectors.
// - Terms: a cooperation mode that the other side asks for, the other's kind
//   and region, a budget bound at which the two meet.
// Lists keep room: topics, sectors and regions are added only where five more
// are still allowed.
std::vector<ProfileChange> SingleChanges(const TextModel& model, const ProfiledMember& member,
                                         const ProfiledMember& partner, const RankingQuery& query);

}  // namespace counterpoint::matching
