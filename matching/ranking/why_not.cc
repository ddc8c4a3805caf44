#include "matching/ranking/why_not.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "matching/ranking/arrangement.h"
#include "matching/ranking/candidate_scan.h"
#include "matching/ranking/pair_judgement.h"

namespace counterpoint::matching {
namespace {

// The list of all other members, by score alone but for pins.
Ranking Others(const MemberIndex& index, const MemberFeatures& member,
               const MemberFeatures& partner, RankingQuery query, const ParallelFor& parallel) {
  query.exclude.insert(partner.id);
  query.policy.diversity = 0;
  query.policy.acceptance.reset();
  return RecommendPartners(index, member, query, parallel);
}

// The score that a member has to beat is a bar to the scan, so that only those
// before it are looked at closely.
std::int64_t RankOf(const MemberIndex& index, const MemberFeatures& member,
                    const RankedMatch& match, RankingQuery query, const ParallelFor& parallel) {
  if (match.score <= 0) return 0;
  query.policy.floor = match.score;
  query.limit = index.size();
  const Ranking ranking = Others(index, member, *match.partner, std::move(query), parallel);
  return 1 + absl::c_count_if(ranking.matches,
                              [&](const RankedMatch& other) { return RanksBefore(other, match); });
}

// What is recorded between the two that keeps them apart; a past partnership may be
// known from the index alone.
std::optional<KeptApartBy> KeptApartByOf(const Connections& connections,
                                         const MemberFeatures& partner, const RankingQuery& query) {
  const auto found = query.kept_apart.find(partner.id);
  if (found != query.kept_apart.end()) return found->second;
  const bool are_partners = connections.IsPartner(connections.graph().NodeOf(partner.id));
  if (!query.include_partners && are_partners) return KeptApartBy::kPartnership;
  return std::nullopt;
}

using TermSums = std::array<double, kEvidenceTerms>;

TermSums SumsOf(const std::vector<Evidence>& evidence) {
  TermSums sums{};
  for (const Evidence& one : evidence) {
    sums[static_cast<std::size_t>(one.term)] += one.contribution;
  }
  return sums;
}

std::optional<WeakestTerm> WeakestOf(const std::vector<Evidence>& evidence,
                                     const std::vector<Evidence>& of_last) {
  const TermSums own = SumsOf(evidence);
  const TermSums last = SumsOf(of_last);
  std::optional<WeakestTerm> weakest;
  for (std::size_t term = 0; term < own.size(); ++term) {
    const double gap = last[term] - own[term];
    if (gap <= (weakest ? weakest->gap : 0)) continue;
    weakest = {static_cast<EvidenceTerm>(term), gap};
  }
  return weakest;
}

// Null where it is not in the list.
const RankedMatch* FindIn(const Ranking& list, const MemberFeatures& partner) {
  const auto at = absl::c_find_if(
      list.matches, [&](const RankedMatch& match) { return match.partner->id == partner.id; });
  return at == list.matches.end() ? nullptr : &*at;
}

// Whether a score is enough for a list by score alone, of which `others` are all
// but the partner.
bool WouldDo(const RankedMatch& match, const Ranking& others, const RankingQuery& query) {
  if (match.score <= 0 || match.score < query.policy.floor) return false;
  if (others.matches.size() < query.limit) return true;
  return query.limit > 0 && !others.matches.back().pinned &&
         RanksBefore(match, others.matches.back());
}

// The demotion but for which the score would do, if there is one.
const StaffRule* DecisiveDemotion(const AskerRules& rules, RankedMatch match,
                                  double score_without_rules, const Ranking& others,
                                  const RankingQuery& query) {
  if (WouldDo(match, others, query)) return nullptr;
  match.score = score_without_rules;
  if (!WouldDo(match, others, query)) return nullptr;
  return rules.Foremost(*match.partner, StaffAction::kDemote);
}

WhyNotReason ReasonOf(const WhyNotAnswer& answer, const RankedMatch& match, const Ranking& others,
                      const RankingQuery& query) {
  const MemberFeatures& partner = *match.partner;
  if (query.exclude.contains(partner.id)) return WhyNotReason::kExcludedByRequest;
  if (!query.filter.HoldsFor(partner)) return WhyNotReason::kFiltered;
  if (!answer.exclusions.empty()) return WhyNotReason::kRule;
  if (match.score <= 0) return WhyNotReason::kNothingShared;
  if (match.score < query.policy.floor) return WhyNotReason::kBelowFloor;
  if (query.policy.acceptance.has_value()) {
    const std::size_t pool = ArrangementPool(query.policy, query.limit);
    return answer.rank > static_cast<std::int64_t>(pool) ? WhyNotReason::kOutranked
                                                         : WhyNotReason::kLessProbable;
  }
  return WouldDo(match, others, query) ? WhyNotReason::kNotDiverse : WhyNotReason::kOutranked;
}

}  // namespace

WhyNotAnswer WhyNot(const MemberIndex& given, const ProfiledMember& member,
                    const ProfiledMember& partner, const RankingQuery& query,
                    const IndexAfter& after, const ParallelFor& parallel) {
  std::shared_ptr<const MemberIndex> own;
  if (given.Find(partner.features->id) != partner.features) {
    own = given.Supposing({partner.features});
  }
  const MemberIndex& index = own != nullptr ? *own : given;
  const MemberFeatures& asker = *member.features;
  const TextModel& model = *index.model();

  const Connections connections(index.partnerships(), asker.id);
  const AskerRules rules = query.rules == nullptr ? AskerRules() : query.rules->For(asker);
  RankedMatch match = JudgePair(index, connections, asker, partner.features, query);
  match.partner = partner.features;
  WhyNotAnswer answer;
  answer.pair =
      ExplainMatch(model, asker, *partner.features, query.policy, query.as_of, connections, &rules);
  if (match.score > 0) {
    answer.pair.gain = match.gain;
    answer.pair.partner_gain = match.partner_gain;
  }
  answer.pair.score = match.score;
  answer.exclusions = FindRuleExclusions(index, connections, asker, match, query);
  const auto kept_apart_by = KeptApartByOf(connections, *partner.features, query);
  if (kept_apart_by) {
    answer.exclusions.push_back({EvidenceSide::kMember, "interactions", *kept_apart_by});
  }
  const StaffRule* veto = rules.Foremost(*partner.features, StaffAction::kVeto);
  if (veto != nullptr) answer.exclusions.push_back(ByStaff(*veto));
  answer.rank = RankOf(index, asker, match, query, parallel);

  const Ranking others = Others(index, asker, *partner.features, query, parallel);
  const bool is_full = query.limit > 0 && others.matches.size() == query.limit;
  const bool is_full_of_pins = is_full && others.matches.back().pinned;
  answer.floor = query.policy.floor;
  answer.threshold = is_full_of_pins ? 1
                     : is_full       ? others.matches.back().score
                                     : query.policy.floor;

  const Ranking list = RecommendPartners(index, asker, query, parallel);
  if (const RankedMatch* listed = FindIn(list, *partner.features)) {
    answer.pinned = listed->pinned;
    return answer;
  }
  answer.gap = std::max(0.0, answer.threshold - match.score);
  if (answer.exclusions.empty() && rules.Factor(*partner.features) < 1) {
    RankingQuery without_rules = query;
    without_rules.rules = nullptr;
    const double score =
        JudgePair(index, connections, asker, partner.features, without_rules).score;
    const StaffRule* demotion = DecisiveDemotion(rules, match, score, others, query);
    if (demotion != nullptr) answer.exclusions.push_back(ByStaff(*demotion));
  }
  answer.reason = ReasonOf(answer, match, others, query);
  if (answer.reason == WhyNotReason::kOutranked && is_full && !is_full_of_pins) {
    const Explanation last = ExplainMatch(model, asker, *others.matches.back().partner,
                                          query.policy, query.as_of, connections, &rules);
    answer.weakest = WeakestOf(answer.pair.evidence, last.evidence);
  }
  // What the request or the staff exclude, and what was, no change of a profile
  // undoes.
  const bool is_final = kept_apart_by.has_value() || veto != nullptr ||
                        answer.reason == WhyNotReason::kExcludedByRequest;
  if (after != nullptr && !is_final) {
    answer.remedies = FindRemedies({index, connections, member, partner, query}, after, parallel);
  }
  return answer;
}

}  // namespace counterpoint::matching
