#include "matching/ranking/evidence.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "matching/score/gain.h"
#include "matching/score/similarity.h"

namespace counterpoint::matching {
namespace {

constexpr std::size_t kShownTopics = 5;
constexpr std::size_t kShownWords = 8;

struct Shared {
  float weight;
  std::size_t at;  // Position in the first of the two.
};

template <typename Entry, typename Key>
std::vector<Shared> SharedEntries(const std::vector<Entry>& a, const std::vector<Entry>& b,
                                  Key Entry::*key) {
  std::vector<Shared> shared;
  std::size_t y = 0;
  for (std::size_t x = 0; x < a.size(); ++x) {
    while (y < b.size() && b[y].*key < a[x].*key) ++y;
    if (y < b.size() && b[y].*key == a[x].*key) {
      shared.push_back({a[x].weight * b[y].weight, x});
    }
  }
  absl::c_stable_sort(shared, [](const Shared& p, const Shared& q) { return p.weight > q.weight; });
  return shared;
}

std::vector<TopicIndex> TopTopics(const WeightedText& a, const WeightedText& b) {
  std::vector<TopicIndex> topics;
  for (const Shared& shared : SharedEntries(a.topics, b.topics, &TopicWeight::topic)) {
    if (topics.size() == kShownTopics) break;
    topics.push_back(a.topics[shared.at].topic);
  }
  return topics;
}

// Words as they stand in the first text. Characters are no words, and their
// pairs only by chance. A word that is part of one already taken says nothing
// new, and so does a phrase that contains one.
std::vector<std::string> TopWords(const TextFeatures& text, const WeightedText& a,
                                  const WeightedText& b) {
  std::vector<std::string> words;
  for (const Shared& shared : SharedEntries(a.terms, b.terms, &WeightedTerm::term)) {
    if (words.size() == kShownWords) break;
    const TermId term = a.terms[shared.at].term;
    const TermKind kind = KindOf(term);
    if (kind == TermKind::kCharacter || kind == TermKind::kCharacterPair) continue;
    // A model may leave out terms of the text.
    const auto at = absl::c_lower_bound(text.terms, term) - text.terms.begin();
    const std::string word(text.surface(static_cast<std::size_t>(at)));
    const bool told = absl::c_any_of(words, [&](const std::string& other) {
      return other.find(word) != std::string::npos || word.find(other) != std::string::npos;
    });
    if (!told) words.push_back(word);
  }
  return words;
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
      if (term == EvidenceTerm::kTopics) added->topics = TopTopics(a.text, b.text);
      if (term == EvidenceTerm::kWords) added->words = TopWords(need.text, a.text, b.text);
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

void SortByContribution(std::vector<Evidence>& evidence) {
  absl::c_stable_sort(evidence, [](const Evidence& a, const Evidence& b) {
    return a.contribution > b.contribution;
  });
}

}  // namespace

Explanation ExplainMatch(const TextModel& model, const MemberFeatures& member,
                         const MemberFeatures& partner, const Policy& policy, absl::Time as_of) {
  const Policy scaled = Scaled(policy);
  const GainEvidence gain(model, member, partner, scaled, as_of);
  const GainEvidence partner_gain(model, partner, member, scaled, as_of);
  Explanation explanation;
  explanation.gain = WithCustom(gain.value(), BringsCustom(partner), partner_gain.value());
  explanation.partner_gain = WithCustom(partner_gain.value(), BringsCustom(member), gain.value());
  explanation.score = MutualScore(scaled.reciprocity, explanation.gain, explanation.partner_gain);
  auto shares = MutualShares(scaled.reciprocity, explanation.gain, explanation.partner_gain);
  // A gain that is custom consists of the other's terms. At most one can be.
  if (explanation.gain > gain.value()) {
    shares = {0, shares[1] + kCustom * shares[0]};
  } else if (explanation.partner_gain > partner_gain.value()) {
    shares = {shares[0] + kCustom * shares[1], 0};
  }
  if (shares[0] > 0) gain.AddTo(EvidenceSide::kMember, shares[0], explanation.evidence);
  if (shares[1] > 0) partner_gain.AddTo(EvidenceSide::kPartner, shares[1], explanation.evidence);
  SortByContribution(explanation.evidence);
  explanation.exclusions = FindExclusions(member, partner, as_of);
  return explanation;
}

Explanation ExplainNeed(const TextModel& model, const ListingFeatures& need,
                        const MemberFeatures& partner, const Policy& policy, absl::Time as_of) {
  const Policy scaled = Scaled(policy);
  MemberFeatures unknown;
  unknown.needs.push_back(need);
  const GainEvidence gain(model, unknown, partner, scaled, as_of);
  Explanation explanation;
  explanation.gain = gain.value();
  explanation.score = gain.value();
  gain.AddTo(EvidenceSide::kMember, 1, explanation.evidence);
  SortByContribution(explanation.evidence);
  return explanation;
}

std::vector<TopicIndex> SharedTopics(const TextModel& model, const TextFeatures& a,
                                     const TextFeatures& b) {
  return TopTopics(model.Weigh(a), model.Weigh(b));
}

}  // namespace counterpoint::matching
