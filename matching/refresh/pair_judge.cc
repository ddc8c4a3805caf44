#include "matching/refresh/pair_judge.h"

#include <algorithm>

#include "matching/score/gain.h"

namespace counterpoint::matching {
namespace {

constexpr std::size_t kMembersOfTask = 64;

}  // namespace

Askers::Askers(const MemberIndex& index, const GatheredTexts& texts, const PoolQuery& query,
               const ParallelFor& parallel)
    : graph_(*index.partnerships()) {
  shares_[0] = ShareScore(query.policy.network, Connections(index.partnerships()));
  const std::size_t members = texts.members();
  const bool ruled = query.rules != nullptr && !query.rules->empty();
  if (ruled) rules_.resize(members);
  if (!graph_.empty()) {
    largest_walks_.resize(members);
    shares_[1] = ShareScore(query.policy.network, Connections(index.partnerships(), graph_.id(0)));
  }
  if (!ruled && graph_.empty()) return;
  const std::size_t tasks = (members + kMembersOfTask - 1) / kMembersOfTask;
  parallel(static_cast<int>(tasks), [&](int task) {
    const std::size_t begin = static_cast<std::size_t>(task) * kMembersOfTask;
    for (std::size_t m = begin; m < std::min(begin + kMembersOfTask, members); ++m) {
      const MemberFeatures& member = texts.member(static_cast<MemberPosition>(m));
      if (ruled) rules_[m] = query.rules->For(member);
      if (!graph_.empty()) {
        largest_walks_[m] = Connections(index.partnerships(), member.id).largest_walks();
      }
    }
  });
}

PairJudge::PairJudge(const GatheredTexts& texts, const Askers& askers, const PoolQuery& query)
    : texts_(texts), askers_(askers), query_(query), similarity_(texts, query.policy.text) {}

void PairJudge::Seat(MemberPosition member) {
  seated_ = member;
  spread_ = false;
}

bool PairJudge::Admits(MemberPosition other) const {
  if (other == seated_) return false;
  if (!query_.excluded.empty() &&
      std::binary_search(query_.excluded[seated_].begin(), query_.excluded[seated_].end(), other)) {
    return false;
  }
  const auto partners = askers_.graph().neighbours(texts_.node(seated_));
  if (std::binary_search(partners.begin(), partners.end(), texts_.node(other))) return false;
  const MemberFeatures& member = texts_.member(other);
  return IsRecommendable(member) && !askers_.rules(seated_).IsVetoed(member);
}

PoolEntry PairJudge::Judge(MemberPosition other) {
  if (!spread_) similarity_.Seat(seated_);
  spread_ = true;
  similarity_.Compare(other);
  const MemberFeatures& a = texts_.member(seated_);
  const MemberFeatures& b = texts_.member(other);
  const Policy& policy = query_.policy;
  const double met = JudgeGain(a, b, similarity_.offers(), policy, query_.as_of).value;
  const double met_theirs = JudgeGain(b, a, similarity_.needs(), policy, query_.as_of).value;
  const double gain = WithCustom(met, BringsCustom(b), met_theirs);
  const double gain_theirs = WithCustom(met_theirs, BringsCustom(a), met);
  return {other, ScoreOf(other, MutualScore(policy.reciprocity, gain, gain_theirs)), gain,
          gain_theirs};
}

double PairJudge::ScoreOf(MemberPosition other, double profiles) const {
  double score = profiles;
  const PartnerGraph& graph = askers_.graph();
  if (!graph.empty()) {
    const PartnerGraph::Node node = texts_.node(other);
    const PairShares& shares = askers_.shares(seated_);
    const double closeness = shares.closeness > 0 && profiles > 0
                                 ? Connections::ClosenessOf(graph, texts_.node(seated_), node,
                                                            askers_.largest_walks(seated_))
                                 : 0;
    score = PairScore(shares, profiles, graph.popularity(node), closeness);
  }
  const AskerRules& rules = askers_.rules(seated_);
  return rules.empty() ? score : rules.Adjust(texts_.member(other), score);
}

}  // namespace counterpoint::matching
