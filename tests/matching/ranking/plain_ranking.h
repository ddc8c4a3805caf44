// The plain twin of the rankings: every pair judged on its own, in order of score.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "matching/ranking/evidence.h"
#include "matching/ranking/exclusion.h"
#include "matching/ranking/ranking.h"

namespace counterpoint::matching {

inline bool PlainlyEligible(const PartnerGraph& partnerships, const MemberFeatures& member,
                            const MemberFeatures& candidate, const RankingQuery& query) {
  return candidate.id != member.id && !query.exclude.contains(candidate.id) &&
         !query.kept_apart.contains(candidate.id) &&
         (query.include_partners || !partnerships.ArePartners(member.id, candidate.id)) &&
         query.filter.HoldsFor(candidate) && IsRecommendable(candidate) &&
         (query.rules == nullptr || !query.rules->For(member).IsVetoed(candidate));
}

inline Ranking PlainRecommendation(const MemberIndex& index, const MemberFeatures& member,
                                   const RankingQuery& query) {
  Ranking ranking;
  const Connections connections(index.partnerships(), member.id);
  const AskerRules rules = query.rules == nullptr ? AskerRules() : query.rules->For(member);
  for (const auto& candidate : index.All()) {
    if (!PlainlyEligible(*index.partnerships(), member, *candidate, query)) continue;
    ++ranking.eligible;
    const Explanation explained = ExplainMatch(*index.model(), member, *candidate, query.policy,
                                               query.as_of, connections, &rules);
    if (explained.score <= 0 || explained.score < query.policy.floor) continue;
    // What excludes a pair leaves no score either, but for being partners.
    for (const ExclusionReason& reason : explained.exclusions) {
      if (reason.field != "interactions") std::abort();
    }
    ranking.matches.push_back({candidate, explained.score, explained.gain, explained.partner_gain});
  }
  std::stable_sort(ranking.matches.begin(), ranking.matches.end(),
                   [](const RankedMatch& a, const RankedMatch& b) { return a.score > b.score; });
  return ranking;
}

// By a need of somebody unknown: gain and score of everybody.
inline Ranking PlainNeedRanking(const MemberIndex& index, const ListingFeatures& need,
                                const RankingQuery& query) {
  Ranking ranking;
  const Connections nobody(index.partnerships());
  for (const auto& candidate : index.All()) {
    if (!IsRecommendable(*candidate)) continue;
    const Explanation explained =
        ExplainNeed(*index.model(), need, *candidate, query.policy, query.as_of, nobody);
    if (explained.score <= 0 || explained.score < query.policy.floor) continue;
    ranking.matches.push_back({candidate, explained.score, explained.gain, 0});
  }
  std::stable_sort(ranking.matches.begin(), ranking.matches.end(),
                   [](const RankedMatch& a, const RankedMatch& b) { return a.score > b.score; });
  return ranking;
}

}  // namespace counterpoint::matching
