#include "matching/ranking/evidence.h"

#include "absl/algorithm/container.h"
#include "matching/score/score_terms.h"

namespace counterpoint::matching {
namespace {

constexpr std::size_t kShownTopics = 5;
constexpr std::size_t kShownWords = 8;
constexpr std::size_t kShownVia = 3;

std::vector<SharedTopic> TopTopics(const TextModel& model, const ComparedText& a,
                                   const ComparedText& b, double contribution) {
  auto topics = ShareTopics(model.thesaurus(), a, b, contribution);
  if (topics.size() > kShownTopics) topics.resize(kShownTopics);
  return topics;
}

// The terms of one side's gain, with what its texts share.
void AddGain(const TextModel& model, const WeighedMember& seeker, const WeighedMember& provider,
             EvidenceSide side, const std::vector<ScoreTerm>& terms,
             std::vector<Evidence>& evidence) {
  for (const ScoreTerm& term : terms) {
    Evidence& added = evidence.emplace_back();
    added.term = term.term;
    added.side = side;
    added.contribution = term.contribution;
    if (!term.listings.has_value()) continue;
    const auto [n, o] = *term.listings;
    const ListingFeatures& need = seeker.features.needs[n];
    const ListingFeatures& offer = provider.features.offers[o];
    added.need = need.id;
    added.offer = offer.id;
    const ComparedText asked{need.text, seeker.needs[n].text};
    const ComparedText offered{offer.text, provider.offers[o].text};
    if (term.term == EvidenceTerm::kTopics) {
      added.topics = TopTopics(model, asked, offered, term.contribution);
    } else if (term.term == EvidenceTerm::kWords) {
      added.words = ShareWords(model.thesaurus(), asked, offered, term.contribution, kShownWords);
    }
  }
}

// The terms of past partnerships, with who stands behind them.
void AddPartnerships(const MemberFeatures& partner, const Connections& connections,
                     const std::vector<ScoreTerm>& terms, std::vector<Evidence>& evidence) {
  const PartnerGraph& graph = connections.graph();
  const PartnerGraph::Node node = graph.NodeOf(partner.id);
  for (const ScoreTerm& term : terms) {
    Evidence& added = evidence.emplace_back();
    added.term = term.term;
    added.side = EvidenceSide::kPair;
    added.contribution = term.contribution;
    if (term.term == EvidenceTerm::kPopularity) added.partners = graph.neighbours(node).size();
    if (term.term == EvidenceTerm::kCloseness) added.via = connections.Via(node, kShownVia);
  }
}

// What factors of the staff make of the score.
void AddStaffRules(const MemberFeatures& partner, const AskerRules& rules,
                   Explanation& explanation) {
  const double adjusted = rules.Adjust(partner, explanation.score);
  if (adjusted == explanation.score) return;
  Evidence& added = explanation.evidence.emplace_back();
  added.term = EvidenceTerm::kStaffRule;
  added.side = EvidenceSide::kPair;
  added.contribution = adjusted - explanation.score;
  explanation.score = adjusted;
}

void SortByContribution(std::vector<Evidence>& evidence) {
  absl::c_stable_sort(evidence, [](const Evidence& a, const Evidence& b) {
    return a.contribution > b.contribution;
  });
}

}  // namespace

Explanation ExplainMatch(const TextModel& model, const MemberFeatures& member,
                         const MemberFeatures& partner, const Policy& policy, absl::Time as_of,
                         const Connections& connections, const AskerRules* rules) {
  const WeighedMember asker(model, member);
  const WeighedMember asked(model, partner);
  const ScoredPair pair = ScoreMatch(model, asker, asked, Scaled(policy), as_of, connections);
  Explanation explanation{pair.score, pair.gain, pair.partner_gain, {}, {}};
  AddGain(model, asker, asked, EvidenceSide::kMember, pair.of_gain, explanation.evidence);
  AddGain(model, asked, asker, EvidenceSide::kPartner, pair.of_partner_gain, explanation.evidence);
  AddPartnerships(partner, connections, pair.of_pair, explanation.evidence);
  if (rules != nullptr) AddStaffRules(partner, *rules, explanation);
  SortByContribution(explanation.evidence);
  explanation.exclusions = FindExclusions(member, partner, as_of);
  if (connections.IsPartner(connections.graph().NodeOf(partner.id))) {
    explanation.exclusions.push_back({EvidenceSide::kMember, "interactions"});
  }
  if (rules != nullptr && rules->IsVetoed(partner)) {
    explanation.exclusions.push_back(ByStaff(*rules->Foremost(partner, StaffAction::kVeto)));
  }
  return explanation;
}

Explanation ExplainNeed(const TextModel& model, const ListingFeatures& need,
                        const MemberFeatures& partner, const Policy& policy, absl::Time as_of,
                        const Connections& connections) {
  MemberFeatures unknown;
  unknown.needs.push_back(need);
  const WeighedMember asker(model, unknown);
  const WeighedMember asked(model, partner);
  const ScoredPair pair = ScoreNeed(model, asker, asked, Scaled(policy), as_of, connections);
  Explanation explanation{pair.score, pair.gain, 0, {}, {}};
  AddGain(model, asker, asked, EvidenceSide::kMember, pair.of_gain, explanation.evidence);
  AddPartnerships(partner, connections, pair.of_pair, explanation.evidence);
  SortByContribution(explanation.evidence);
  return explanation;
}

std::vector<TopicIndex> SharedTopics(const TextModel& model, const TextFeatures& a,
                                     const TextFeatures& b) {
  const WeightedText x = model.Weigh(a);
  const WeightedText y = model.Weigh(b);
  std::vector<TopicIndex> topics;
  for (const SharedTopic& shared : TopTopics(model, {a, x}, {b, y}, 1)) {
    topics.push_back(shared.topic);
  }
  return topics;
}

}  // namespace counterpoint::matching
