// Each member asks an index of all participants that come after it, which has no
// partnerships: that gives the profiles' part, to the last bit as a list has it,
// since a row's sums are the same wherever the row lies. What partnerships say of
// the two is added from both sides.
#include "service/sessions/pair_scores.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "matching/network/connections.h"
#include "matching/ranking/ranking.h"
#include "matching/score/pair_score.h"

namespace counterpoint::service {
namespace {

using matching::MemberFeatures;

// Whoever takes part can be met, whatever its state is.
std::shared_ptr<const MemberFeatures> Opened(const std::shared_ptr<const MemberFeatures>& member) {
  if (matching::IsRecommendable(*member)) return member;
  auto opened = std::make_shared<MemberFeatures>(*member);
  opened->state = matching::MemberState::kActive;
  opened->capacity.reset();
  return opened;
}

// What the partnerships of one participant say of the others, by position among
// those that are there.
struct Outlook {
  matching::PairShares shares;
  std::vector<double> closeness;
};

Outlook OutlookOf(const std::shared_ptr<const matching::PartnerGraph>& graph, const std::string& id,
                  const std::vector<matching::PartnerGraph::Node>& nodes,
                  const matching::NetworkWeights& weights) {
  const matching::Connections connections(graph, id);
  Outlook outlook;
  outlook.shares = ShareScore(weights, connections);
  for (const matching::PartnerGraph::Node node : nodes) {
    outlook.closeness.push_back(connections.closeness(node));
  }
  return outlook;
}

}  // namespace

PairScores JudgePairs(const matching::MemberIndex& index,
                      const std::vector<std::shared_ptr<const MemberFeatures>>& members,
                      const matching::Policy& policy, absl::Time as_of,
                      const matching::ParallelFor& parallel, const std::function<bool()>& stop) {
  const matching::PartnerGraph& graph = *index.partnerships();
  matching::MemberIndex::Members opened;
  std::vector<std::size_t> asking;  // Positions of those that are there.
  std::vector<matching::PartnerGraph::Node> nodes;
  absl::flat_hash_map<std::string, std::size_t> place;  // In `asking`.
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i] == nullptr) continue;
    place.emplace(members[i]->id, asking.size());
    opened.push_back(Opened(members[i]));
    asking.push_back(i);
    nodes.push_back(graph.NodeOf(members[i]->id));
  }
  PairScores scores(members.size());
  if (opened.empty()) return scores;
  const auto among =
      matching::MemberIndex::Build(index.model(), opened, index.revision(), parallel);

  std::vector<Outlook> outlooks(asking.size());
  std::vector<std::vector<std::pair<std::size_t, double>>> found(asking.size());
  parallel(static_cast<int>(asking.size()), [&](int task) {
    const auto at = static_cast<std::size_t>(task);
    if (stop()) return;
    const MemberFeatures& member = *members[asking[at]];
    matching::RankingQuery query;
    query.policy = policy;
    query.policy.floor = 0;
    query.policy.diversity = 0;
    query.policy.acceptance.reset();
    query.as_of = as_of;
    query.limit = asking.size();
    for (std::size_t before = 0; before < at; ++before) query.exclude.insert(opened[before]->id);
    const matching::Ranking ranking =
        matching::RecommendPartners(*among, member, query, matching::RunInTurn);
    for (const matching::RankedMatch& match : ranking.matches) {
      found[at].emplace_back(place.at(match.partner->id), match.score);
    }
    outlooks[at] =
        OutlookOf(index.partnerships(), member.id, nodes, matching::Scaled(policy).network);
  });
  if (stop()) return scores;

  const auto seen_from = [&](std::size_t one, std::size_t other, double profiles) {
    return PairScore(outlooks[one].shares, profiles, graph.popularity(nodes[other]),
                     outlooks[one].closeness[other]);
  };
  for (std::size_t one = 0; one < asking.size(); ++one) {
    for (const auto& [other, profiles] : found[one]) {
      const double score = (seen_from(one, other, profiles) + seen_from(other, one, profiles)) / 2;
      scores.Set(asking[one], asking[other], score);
    }
  }
  return scores;
}

}  // namespace counterpoint::service
