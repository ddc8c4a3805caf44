#include "matching/ranking/pair_judgement.h"

#include <utility>

namespace counterpoint::matching {

RankedMatch JudgePair(const MemberIndex& index, const MemberFeatures& member,
                      std::shared_ptr<const MemberFeatures> partner, const RankingQuery& query) {
  if (!IsRecommendable(*partner)) {
    MemberFeatures opened = *partner;
    opened.state = MemberState::kActive;
    opened.capacity.reset();
    partner = std::make_shared<const MemberFeatures>(std::move(opened));
  }
  RankingQuery alone;
  alone.policy = query.policy;
  alone.policy.floor = 0;
  alone.policy.diversity = 0;
  alone.as_of = query.as_of;
  alone.limit = 1;
  // Each row's sums are the same wherever the row lies, so an index of one
  // member gives the score that the whole gives.
  const auto of_one = MemberIndex::Build(index.model(), {partner}, index.revision())
                          ->WithPartnerships(index.partnerships(), index.revision());
  const Ranking ranking = RecommendPartners(*of_one, member, alone, RunInTurn);
  if (ranking.matches.empty()) return {std::move(partner), 0, 0, 0};
  return ranking.matches.front();
}

}  // namespace counterpoint::matching
