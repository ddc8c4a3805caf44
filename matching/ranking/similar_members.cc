// SimilarMembers: see ranking.h.
#include <algorithm>
#include <utility>

#include "matching/index/row_scan.h"
#include "matching/ranking/candidate_scan.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::matching {
namespace {

constexpr std::uint32_t kBlock = 512;

Found ScanProfiles(const MemberIndex& index, const std::vector<QueryText>& profile,
                   const std::string& own_id, const RankingQuery& query, const Stretch& stretch,
                   Bar& bar) {
  const Segment& segment = *stretch.part->segment;
  BestMatches best(query.limit, bar);
  Found found;
  RowScan scan(*index.model(), query.policy.text, profile, segment.rows(Role::kProfile),
               stretch.begin);
  for (std::uint32_t begin = stretch.begin; begin < stretch.end; begin += kBlock) {
    const std::uint32_t end = std::min(begin + kBlock, stretch.end);
    scan.Advance(end);
    for (std::uint32_t i = begin; i < end; ++i) {
      if (stretch.part->IsDead(i)) continue;
      const auto& member = segment.member(i);
      if (!query.filter.HoldsFor(*member) || member->id == own_id ||
          query.exclude.contains(member->id)) {
        continue;
      }
      ++found.eligible;
      const double similarity = scan.similarity(0, i);
      if (similarity > 0) best.Offer({member, similarity, 0, 0});
    }
  }
  found.matches = std::move(best).Take();
  return found;
}

}  // namespace

Ranking SimilarMembers(const MemberIndex& index, const MemberFeatures& member,
                       const RankingQuery& query, const ParallelFor& parallel) {
  const std::vector<QueryText> profile = {{index.model()->Weigh(member.profile), nullptr}};
  return ScanAll(index, 0, query.limit, parallel, [&](const Stretch& stretch, Bar& bar) {
    return ScanProfiles(index, profile, member.id, query, stretch, bar);
  });
}

}  // namespace counterpoint::matching
