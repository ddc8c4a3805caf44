#include "matching/ranking/evidence.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "matching/score/gain.h"
#include "matching/score/pair_score.h"
#include "matching/score/similarity.h"

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

// Collects the terms of one side's gain.
class GainEvidence {
 public:
  GainEvidence(const TextModel& model, const MemberFeatures& seeker, const MemberFeatures& provider,
               const Policy& policy, absl::Time as_of)
      : model_(model), seeker_(seeker), provider_(provider), policy_(policy) {
    for (const ListingFeatures& need : seeker.needs) needs_.push_back(Weighed(need));
    for (const ListingFeatures& offer : provider.offers) offers_.push_back(Weighed(offer));
    for (const QueryText& need : needs_) {
      for (const QueryText& offer : offers_) {
        const auto shares = SimilarityShares(policy.text, model, need, offer);
        similarities_.push_back(shares[0] + shares[1] + shares[2] + shares[3]);
      }
    }
    gain_ = JudgeGain(seeker, provider,
                      {similarities_.data(), static_cast<std::ptrdiff_t>(offers_.size()), 1},
                      policy, as_of);
  }

  double value() const { return gain_.value; }

  // Adds the terms, each times `scale`.
  void AddTo(EvidenceSide side, double scale, std::vector<Evidence>& evidence) const {
    for (const MetNeed& met : gain_.met) AddMetNeed(met, side, scale, evidence);
    const GainWeights& weights = policy_.gain;
    const auto add = [&](EvidenceTerm term, double amount) {
      if (amount > 0) evidence.push_back({term, side, amount * gain_.fit * scale, {}, {}, {}, {}});
    };
    add(EvidenceTerm::kKindAffinity, weights.kind_affinity * gain_.kind_affinity);
    add(EvidenceTerm::kCredentials, weights.credentials * gain_.credentials);
    add(EvidenceTerm::kFreshness, weights.freshness * gain_.freshness);
  }

 private:
  QueryText Weighed(const ListingFeatures& listing) const {
    return {model_.Weigh(listing.text), &listing.embeddings};
  }

  void AddMetNeed(const MetNeed& met, EvidenceSide side, double scale,
                  std::vector<Evidence>& evidence) const {
    const ListingFeatures& need = seeker_.needs[met.need];
    const ListingFeatures& offer = provider_.offers[met.offer];
    const QueryText& a = needs_[met.need];
    const QueryText& b = offers_[met.offer];
    const double outer = scale * policy_.gain.fit * met.share;
    const auto add = [&](EvidenceTerm term, double amount) -> Evidence* {
      if (amount <= 0) return nullptr;
      evidence.push_back({term, side, outer * amount, need.id, offer.id, {}, {}});
      return &evidence.back();
    };
    const auto shares = SimilarityShares(policy_.text, model_, a, b);
    for (int part = 0; part < kTextParts; ++part) {
      const auto term = static_cast<EvidenceTerm>(part + static_cast<int>(EvidenceTerm::kTopics));
      Evidence* added = add(term, met.shares.text * shares[part]);
      if (added == nullptr) continue;
      const ComparedText asked{need.text, a.text};
      const ComparedText offered{offer.text, b.text};
      if (term == EvidenceTerm::kTopics) {
        added->topics = TopTopics(model_, asked, offered, added->contribution);
      } else if (term == EvidenceTerm::kWords) {
        added->words =
            ShareWords(model_.thesaurus(), asked, offered, added->contribution, kShownWords);
      }
    }
    for (int part = 0; part < kFitParts; ++part) {
      add(static_cast<EvidenceTerm>(part + static_cast<int>(EvidenceTerm::kCooperationMode)),
          met.shares.parts[part] * met.similarity);
    }
  }

  const TextModel& model_;
  const MemberFeatures& seeker_;
  const MemberFeatures& provider_;
  const Policy& policy_;
  std::vector<QueryText> needs_;
  std::vector<QueryText> offers_;
  std::vector<float> similarities_;  // needs x offers.
  Gain gain_;
};

// Sets the score of a pair to which the profiles bring this much, and adds the
// terms of past partnerships.
void ScorePair(const PairShares& shares, double profiles, const MemberFeatures& partner,
               const Connections& connections, Explanation& explanation) {
  const PartnerGraph& graph = connections.graph();
  const PartnerGraph::Node node = graph.NodeOf(partner.id);
  const double popularity = graph.popularity(node);
  const double closeness = connections.closeness(node);
  explanation.score = PairScore(shares, profiles, popularity, closeness);
  if (explanation.score <= 0) return;
  if (shares.popularity * popularity > 0) {
    Evidence evidence;
    evidence.term = EvidenceTerm::kPopularity;
    evidence.side = EvidenceSide::kPair;
    evidence.contribution = shares.popularity * popularity;
    evidence.partners = graph.neighbours(node).size();
    explanation.evidence.push_back(std::move(evidence));
  }
  if (shares.closeness * closeness > 0) {
    Evidence evidence;
    evidence.term = EvidenceTerm::kCloseness;
    evidence.side = EvidenceSide::kPair;
    evidence.contribution = shares.closeness * closeness;
    evidence.via = connections.Via(node, kShownVia);
    explanation.evidence.push_back(std::move(evidence));
  }
}

void SortByContribution(std::vector<Evidence>& evidence) {
  absl::c_stable_sort(evidence, [](const Evidence& a, const Evidence& b) {
    return a.contribution > b.contribution;
  });
}

}  // namespace

Explanation ExplainMatch(const TextModel& model, const MemberFeatures& member,
                         const MemberFeatures& partner, const Policy& policy, absl::Time as_of,
                         const Connections& connections) {
  const Policy scaled = Scaled(policy);
  const PairShares parts = ShareScore(scaled.network, connections);
  const GainEvidence gain(model, member, partner, scaled, as_of);
  const GainEvidence partner_gain(model, partner, member, scaled, as_of);
  Explanation explanation;
  explanation.gain = WithCustom(gain.value(), BringsCustom(partner), partner_gain.value());
  explanation.partner_gain = WithCustom(partner_gain.value(), BringsCustom(member), gain.value());
  auto shares = MutualShares(scaled.reciprocity, explanation.gain, explanation.partner_gain);
  // A gain that is custom consists of the other's terms. At most one can be.
  if (explanation.gain > gain.value()) {
    shares = {0, shares[1] + kCustom * shares[0]};
  } else if (explanation.partner_gain > partner_gain.value()) {
    shares = {shares[0] + kCustom * shares[1], 0};
  }
  if (shares[0] > 0) {
    gain.AddTo(EvidenceSide::kMember, parts.profiles * shares[0], explanation.evidence);
  }
  if (shares[1] > 0) {
    partner_gain.AddTo(EvidenceSide::kPartner, parts.profiles * shares[1], explanation.evidence);
  }
  ScorePair(parts, MutualScore(scaled.reciprocity, explanation.gain, explanation.partner_gain),
            partner, connections, explanation);
  SortByContribution(explanation.evidence);
  explanation.exclusions = FindExclusions(member, partner, as_of);
  if (connections.IsPartner(connections.graph().NodeOf(partner.id))) {
    explanation.exclusions.push_back({EvidenceSide::kMember, "interactions"});
  }
  return explanation;
}

Explanation ExplainNeed(const TextModel& model, const ListingFeatures& need,
                        const MemberFeatures& partner, const Policy& policy, absl::Time as_of,
                        const Connections& connections) {
  const Policy scaled = Scaled(policy);
  const PairShares parts = ShareScore(scaled.network, connections);
  MemberFeatures unknown;
  unknown.needs.push_back(need);
  const GainEvidence gain(model, unknown, partner, scaled, as_of);
  Explanation explanation;
  explanation.gain = gain.value();
  gain.AddTo(EvidenceSide::kMember, parts.profiles, explanation.evidence);
  ScorePair(parts, gain.value(), partner, connections, explanation);
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
