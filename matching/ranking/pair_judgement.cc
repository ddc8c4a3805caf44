#include "matching/ranking/pair_judgement.h"

#include <utility>

#include "matching/score/pair_score.h"

namespace counterpoint::matching {
namespace {

// Without rules, and with every listing open.
std::shared_ptr<const MemberFeatures> Unruled(const MemberFeatures& member) {
  auto unruled = std::make_shared<MemberFeatures>(member);
  for (auto* listings : {&unruled->needs, &unruled->offers}) {
    for (ListingFeatures& listing : *listings) {
      listing.rules.clear();
      listing.closes = absl::InfiniteFuture();
    }
  }
  return unruled;
}

}  // namespace

RankedMatch JudgePair(const MemberIndex& index, const Connections& connections,
                      const MemberFeatures& member, std::shared_ptr<const MemberFeatures> partner,
                      const RankingQuery& query) {
  const double factor = query.rules == nullptr ? 1 : query.rules->For(member).Factor(*partner);
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
  alone.policy.acceptance.reset();
  alone.as_of = query.as_of;
  alone.limit = 1;
  // Each row's sums are the same wherever the row lies, so an index of one
  // member gives the score that the whole gives. Without partnerships that is
  // the profiles' part of it, and the other parts need no pass over the graph
  // for each pair.
  const auto of_one = MemberIndex::Build(index.model(), {partner}, index.revision());
  const Ranking ranking = RecommendPartners(*of_one, member, alone, RunInTurn);
  if (ranking.matches.empty()) return {std::move(partner), 0, 0, 0};
  RankedMatch match = ranking.matches.front();
  const PartnerGraph& graph = connections.graph();
  if (!graph.empty()) {
    const PartnerGraph::Node node = graph.NodeOf(partner->id);
    const PairShares shares = ShareScore(Scaled(query.policy).network, connections);
    match.score =
        PairScore(shares, match.score, graph.popularity(node), connections.closeness(node));
  }
  match.score = AskerRules::Times(match.score, factor);
  return match;
}

std::vector<ExclusionReason> FindRuleExclusions(const MemberIndex& index,
                                                const Connections& connections,
                                                const MemberFeatures& member,
                                                const RankedMatch& match,
                                                const RankingQuery& query) {
  const MemberFeatures& partner = *match.partner;
  std::vector<ExclusionReason> exclusions = FindExclusions(member, partner, query.as_of);
  if (!exclusions.empty() || match.score > 0) return exclusions;
  // Rules may leave a need and an offer, and yet nothing of the score; then they
  // are what decides.
  const RankedMatch unruled =
      JudgePair(index, connections, *Unruled(member), Unruled(partner), query);
  if (unruled.score <= 0) return exclusions;
  return FindListingExclusions(member, partner, query.as_of);
}

}  // namespace counterpoint::matching
