#include "matching/score/score_terms.h"

#include <array>

#include "matching/score/gain.h"
#include "matching/score/pair_score.h"

namespace counterpoint::matching {
namespace {

EvidenceTerm TermAt(EvidenceTerm first, int offset) {
  return static_cast<EvidenceTerm>(static_cast<int>(first) + offset);
}

// The gain of one side, of which the terms are parts.
class GainTerms {
 public:
  GainTerms(const TextModel& model, const WeighedMember& seeker, const WeighedMember& provider,
            const Policy& policy, absl::Time as_of)
      : policy_(policy), offers_(provider.offers.size()) {
    std::vector<float> similarities;  // needs x offers.
    for (const QueryText& need : seeker.needs) {
      for (const QueryText& offer : provider.offers) {
        const auto& shares =
            shares_.emplace_back(SimilarityShares(policy.text, model, need, offer));
        similarities.push_back(shares[0] + shares[1] + shares[2] + shares[3]);
      }
    }
    gain_ =
        JudgeGain(seeker.features, provider.features,
                  {similarities.data(), static_cast<std::ptrdiff_t>(offers_), 1}, policy, as_of);
  }

  double value() const { return gain_.value; }

  // Its terms, each times `scale`.
  std::vector<ScoreTerm> Times(double scale) const {
    std::vector<ScoreTerm> terms;
    if (scale <= 0) return terms;
    const auto add = [&](EvidenceTerm term, double contribution,
                         std::optional<MetListings> listings) {
      if (contribution > 0) terms.push_back({term, contribution, listings});
    };
    for (const MetNeed& met : gain_.met) {
      const MetListings listings{met.need, met.offer};
      const double outer = scale * policy_.gain.fit * met.share;
      const auto& shares = shares_[met.need * offers_ + met.offer];
      for (int part = 0; part < kTextParts; ++part) {
        add(TermAt(EvidenceTerm::kTopics, part), outer * (met.shares.text * shares[part]),
            listings);
      }
      for (int part = 0; part < kFitParts; ++part) {
        add(TermAt(EvidenceTerm::kCooperationMode, part),
            outer * (met.shares.parts[part] * met.similarity), listings);
      }
    }
    const GainWeights& weights = policy_.gain;
    const double outer = scale * gain_.fit;
    add(EvidenceTerm::kKindAffinity, outer * (weights.kind_affinity * gain_.kind_affinity), {});
    add(EvidenceTerm::kCredentials, outer * (weights.credentials * gain_.credentials), {});
    add(EvidenceTerm::kFreshness, outer * (weights.freshness * gain_.freshness), {});
    return terms;
  }

 private:
  const Policy& policy_;
  std::size_t offers_;
  std::vector<std::array<float, kTextParts>> shares_;  // needs x offers.
  Gain gain_;
};

// Sets the score of a pair to which the profiles bring this much, and the terms
// of past partnerships.
void AddPartnerships(const PairShares& shares, double profiles, const MemberFeatures& partner,
                     const Connections& connections, ScoredPair& pair) {
  const PartnerGraph& graph = connections.graph();
  const PartnerGraph::Node node = graph.NodeOf(partner.id);
  const double popularity = graph.popularity(node);
  const double closeness = connections.closeness(node);
  pair.score = PairScore(shares, profiles, popularity, closeness);
  if (pair.score <= 0) return;
  const auto add = [&](EvidenceTerm term, double contribution) {
    if (contribution > 0) pair.of_pair.push_back({term, contribution, {}});
  };
  add(EvidenceTerm::kPopularity, shares.popularity * popularity);
  add(EvidenceTerm::kCloseness, shares.closeness * closeness);
}

}  // namespace

std::vector<QueryText> WeighListings(const TextModel& model,
                                     const std::vector<ListingFeatures>& listings) {
  std::vector<QueryText> texts;
  texts.reserve(listings.size());
  for (const ListingFeatures& listing : listings) {
    texts.push_back({model.Weigh(listing.text), &listing.embeddings});
  }
  return texts;
}

WeighedMember::WeighedMember(const TextModel& model, const MemberFeatures& member)
    : features(member),
      needs(WeighListings(model, member.needs)),
      offers(WeighListings(model, member.offers)) {}

ScoredPair ScoreMatch(const TextModel& model, const WeighedMember& member,
                      const WeighedMember& partner, const Policy& policy, absl::Time as_of,
                      const Connections& connections) {
  const PairShares parts = ShareScore(policy.network, connections);
  const GainTerms met(model, member, partner, policy, as_of);
  const GainTerms partner_met(model, partner, member, policy, as_of);
  ScoredPair pair;
  pair.gain = WithCustom(met.value(), BringsCustom(partner.features), partner_met.value());
  pair.partner_gain = WithCustom(partner_met.value(), BringsCustom(member.features), met.value());
  auto shares = MutualShares(policy.reciprocity, pair.gain, pair.partner_gain);
  // A gain that is custom consists of the other's terms. At most one can be.
  if (pair.gain > met.value()) {
    shares = {0, shares[1] + kCustom * shares[0]};
  } else if (pair.partner_gain > partner_met.value()) {
    shares = {shares[0] + kCustom * shares[1], 0};
  }
  pair.of_gain = met.Times(parts.profiles * shares[0]);
  pair.of_partner_gain = partner_met.Times(parts.profiles * shares[1]);
  AddPartnerships(parts, MutualScore(policy.reciprocity, pair.gain, pair.partner_gain),
                  partner.features, connections, pair);
  return pair;
}

ScoredPair ScoreNeed(const TextModel& model, const WeighedMember& seeker,
                     const WeighedMember& partner, const Policy& policy, absl::Time as_of,
                     const Connections& connections) {
  const PairShares parts = ShareScore(policy.network, connections);
  const GainTerms met(model, seeker, partner, policy, as_of);
  ScoredPair pair;
  pair.gain = met.value();
  pair.of_gain = met.Times(parts.profiles);
  AddPartnerships(parts, met.value(), partner.features, connections, pair);
  return pair;
}

}  // namespace counterpoint::matching
