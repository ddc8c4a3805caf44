// What would bring a partner into a list: the smallest sets of changes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "matching/index/member_index.h"
#include "matching/network/connections.h"
#include "matching/ranking/profile_change.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::matching {

// The index as it would be after some of its members have changed.
using IndexAfter = std::function<std::shared_ptr<const MemberIndex>(const MemberIndex& index,
                                                                    MemberIndex::Members changed)>;
// Two of them: the text model stays as it is, as in a large alliance; or it is
// learnt anew from all members, as in a small one.
std::shared_ptr<const MemberIndex> AfterOnSameModel(const MemberIndex& index,
                                                    MemberIndex::Members changed);
std::shared_ptr<const MemberIndex> AfterOnNewModel(const MemberIndex& index,
                                                   MemberIndex::Members changed);

// A partner that is missed in a list. Borrows everything. REQUIRES: the index
// has the partner as `partner` does, and not necessarily the member.
struct MissedPartner {
  const MemberIndex& index;
  const Connections& connections;  // Of the member.
  const ProfiledMember& member;
  const ProfiledMember& partner;
  const RankingQuery& query;
};

struct Remedy {
  std::vector<ProfileChange> changes;
  double score = 0;        // Of the pair after them.
  std::int64_t place = 0;  // In the list after them, from 1.
};

// The most changes in a remedy, and the most remedies.
inline constexpr std::size_t kMostChanges = 5;
inline constexpr std::size_t kMostRemedies = 3;
// The most sets that are proved by their list, of one change and of each larger
// size.
inline constexpr int kProofsOfOne = 12;
inline constexpr int kProofsOfMore = 5;

// Up to kMostRemedies, the fewest changes first, then the higher score. After
// each of them RecommendPartners with the query lists the partner: that list is
// made, not guessed, on the index that `after` gives. No change of a remedy can
// be left out. They need not be all there are, nor the smallest where several
// changes have to come together: see the source. Deterministic. Costs at most
// 75 lists: of the others once, of 12 + 4 x 5 sets, and of 3 x 14 smaller ones
// to leave out what is not needed; seldom more than 20. And a judgement of the
// pair for each set of changes that is tried, at most 320 + 4 x 3 x 104.
std::vector<Remedy> FindRemedies(const MissedPartner& missed, const IndexAfter& after,
                                 const ParallelFor& parallel);

}  // namespace counterpoint::matching
