#include "matching/ranking/pinned_partners.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "matching/ranking/candidate_scan.h"
#include "matching/ranking/pair_judgement.h"

namespace counterpoint::matching {
namespace {

bool MayBeShown(const Connections& connections, const MemberFeatures& partner,
                const AskerRules& rules, const RankingQuery& query) {
  return IsRecommendable(partner) && !query.exclude.contains(partner.id) &&
         !query.kept_apart.contains(partner.id) && query.filter.HoldsFor(partner) &&
         !rules.IsVetoed(partner) &&
         (query.include_partners || !connections.IsPartner(connections.graph().NodeOf(partner.id)));
}

}  // namespace

void AddPinned(const MemberIndex& index, const Connections& connections,
               const MemberFeatures& member, const AskerRules& rules, const RankingQuery& query,
               std::vector<RankedMatch>& matches) {
  std::vector<RankedMatch> added;
  std::size_t shown = 0;
  for (const std::string& id : rules.pinned()) {
    if (shown == query.limit) break;
    if (absl::c_any_of(matches, [&](const RankedMatch& m) { return m.partner->id == id; })) {
      ++shown;
      continue;
    }
    std::shared_ptr<const MemberFeatures> partner = index.Find(id);
    if (partner == nullptr || !MayBeShown(connections, *partner, rules, query)) continue;
    RankedMatch match = JudgePair(index, connections, member, std::move(partner), query);
    if (!FindRuleExclusions(index, connections, member, match, query).empty()) continue;
    added.push_back(std::move(match));
    ++shown;
  }
  absl::c_sort(added, RanksBefore);
  for (RankedMatch& match : added) matches.push_back(std::move(match));
}

}  // namespace counterpoint::matching
