// The plain twin of pools for tests: each from a list of its own.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "matching/ranking/ranking.h"
#include "matching/refresh/pool.h"
#include "tests/matching/profiles.h"

namespace counterpoint::matching {

// `rules` without pins. Of each member the best by score.
inline std::vector<Pool> PlainPools(const MemberIndex& index, const Policy& policy,
                                    std::size_t pool_size, const StaffRules* rules = nullptr,
                                    const std::vector<std::vector<MemberPosition>>& excluded = {}) {
  const MemberIndex::Members members = index.All();
  std::vector<Pool> pools;
  for (std::size_t i = 0; i < members.size(); ++i) {
    RankingQuery query = Query(pool_size);
    query.policy = policy;
    query.policy.diversity = 0;
    query.policy.acceptance.reset();
    query.rules = rules;
    if (!excluded.empty()) {
      for (const MemberPosition p : excluded[i]) query.exclude.insert(members[p]->id);
    }
    Pool& pool = pools.emplace_back();
    for (const RankedMatch& match :
         RecommendPartners(index, *members[i], query, RunInTurn).matches) {
      MemberPosition partner = 0;
      while (members[partner]->id != match.partner->id) ++partner;
      pool.entries.push_back({partner, match.score, match.gain, match.partner_gain});
    }
    pool.complete = pool.entries.size() < pool_size;
  }
  return pools;
}

}  // namespace counterpoint::matching
