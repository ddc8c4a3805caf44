#include "service/conversion/policy.h"

namespace counterpoint::conversion {
namespace {

matching::TextWeights WeightsOf(const v1::TextWeights& message) {
  matching::TextWeights weights;
  if (message.has_topics()) weights.topics = message.topics();
  if (message.has_words()) weights.words = message.words();
  if (message.has_latent()) weights.latent = message.latent();
  if (message.has_embedding()) weights.embedding = message.embedding();
  return weights;
}

matching::FitWeights WeightsOf(const v1::FitWeights& message) {
  matching::FitWeights weights;
  if (message.has_text()) weights.text = message.text();
  if (message.has_cooperation_mode()) weights.cooperation_mode = message.cooperation_mode();
  if (message.has_wanted_kind()) weights.wanted_kind = message.wanted_kind();
  if (message.has_region()) weights.region = message.region();
  if (message.has_timing()) weights.timing = message.timing();
  if (message.has_budget()) weights.budget = message.budget();
  if (message.has_preference()) weights.preference = message.preference();
  return weights;
}

matching::GainWeights WeightsOf(const v1::GainWeights& message) {
  matching::GainWeights weights;
  if (message.has_fit()) weights.fit = message.fit();
  if (message.has_kind_affinity()) weights.kind_affinity = message.kind_affinity();
  if (message.has_credentials()) weights.credentials = message.credentials();
  if (message.has_freshness()) weights.freshness = message.freshness();
  return weights;
}

matching::NetworkWeights WeightsOf(const v1::NetworkWeights& message) {
  matching::NetworkWeights weights;
  if (message.has_popularity()) weights.popularity = message.popularity();
  if (message.has_closeness()) weights.closeness = message.closeness();
  return weights;
}

matching::ExposurePolicy ExposureOf(const v1::ExposurePolicy& message) {
  matching::ExposurePolicy exposure;
  if (message.has_cap()) exposure.cap = message.cap();
  if (message.has_congestion()) exposure.congestion = message.congestion();
  if (message.has_max_loss()) exposure.max_loss = message.max_loss();
  return exposure;
}

matching::AcceptanceModel ModelOf(const v1::AcceptanceModel& message) {
  matching::AcceptanceModel model;
  model.intercept = message.intercept();
  for (const v1::AcceptanceModel::TermWeight& weight : message.weights()) {
    model.weights[static_cast<std::size_t>(weight.term())] = weight.weight();
  }
  return model;
}

void Fill(v1::TextWeights& message, const matching::TextWeights& weights) {
  message.set_topics(weights.topics);
  message.set_words(weights.words);
  message.set_latent(weights.latent);
  message.set_embedding(weights.embedding);
}

void Fill(v1::FitWeights& message, const matching::FitWeights& weights) {
  message.set_text(weights.text);
  message.set_cooperation_mode(weights.cooperation_mode);
  message.set_wanted_kind(weights.wanted_kind);
  message.set_region(weights.region);
  message.set_timing(weights.timing);
  message.set_budget(weights.budget);
  message.set_preference(weights.preference);
}

void Fill(v1::GainWeights& message, const matching::GainWeights& weights) {
  message.set_fit(weights.fit);
  message.set_kind_affinity(weights.kind_affinity);
  message.set_credentials(weights.credentials);
  message.set_freshness(weights.freshness);
}

void Fill(v1::NetworkWeights& message, const matching::NetworkWeights& weights) {
  message.set_popularity(weights.popularity);
  message.set_closeness(weights.closeness);
}

void Fill(v1::ExposurePolicy& message, const matching::ExposurePolicy& exposure) {
  message.set_cap(exposure.cap);
  message.set_congestion(exposure.congestion);
  message.set_max_loss(exposure.max_loss);
}

void Fill(v1::AcceptanceModel& message, const matching::AcceptanceModel& model) {
  message.set_intercept(model.intercept);
  for (int term = 1; term < matching::kEvidenceTerms; ++term) {
    const double weight = model.weights[static_cast<std::size_t>(term)];
    if (weight == 0) continue;
    v1::AcceptanceModel::TermWeight& said = *message.add_weights();
    said.set_term(static_cast<v1::Evidence::Term>(term));
    said.set_weight(weight);
  }
}

}  // namespace

matching::Policy PolicyOf(const v1::Policy& message) {
  matching::Policy policy;
  policy.version = message.version();
  policy.text = WeightsOf(message.text());
  policy.fit = WeightsOf(message.fit());
  policy.gain = WeightsOf(message.gain());
  policy.network = WeightsOf(message.network());
  for (const v1::KindAffinity& pair : message.kind_affinities()) {
    policy.kind_affinities[static_cast<std::size_t>(pair.kind())]
                          [static_cast<std::size_t>(pair.partner_kind())] = pair.affinity();
  }
  if (message.reciprocity() != v1::RECIPROCITY_UNSPECIFIED) {
    policy.reciprocity = static_cast<matching::Reciprocity>(message.reciprocity());
  }
  if (message.has_floor()) policy.floor = message.floor();
  if (message.has_diversity()) policy.diversity = message.diversity();
  policy.exposure = ExposureOf(message.exposure());
  if (message.has_acceptance()) policy.acceptance = ModelOf(message.acceptance());
  return policy;
}

v1::Policy MessageOf(const matching::Policy& policy) {
  v1::Policy message;
  message.set_version(policy.version);
  Fill(*message.mutable_text(), policy.text);
  Fill(*message.mutable_fit(), policy.fit);
  Fill(*message.mutable_gain(), policy.gain);
  Fill(*message.mutable_network(), policy.network);
  for (int kind = 1; kind < matching::kMemberKinds; ++kind) {
    for (int partner = 1; partner < matching::kMemberKinds; ++partner) {
      v1::KindAffinity& pair = *message.add_kind_affinities();
      pair.set_kind(static_cast<v1::MemberKind>(kind));
      pair.set_partner_kind(static_cast<v1::MemberKind>(partner));
      pair.set_affinity(policy.kind_affinities[static_cast<std::size_t>(kind)]
                                              [static_cast<std::size_t>(partner)]);
    }
  }
  message.set_reciprocity(static_cast<v1::Reciprocity>(policy.reciprocity));
  message.set_floor(policy.floor);
  message.set_diversity(policy.diversity);
  Fill(*message.mutable_exposure(), policy.exposure);
  if (policy.acceptance) Fill(*message.mutable_acceptance(), *policy.acceptance);
  return message;
}

}  // namespace counterpoint::conversion
