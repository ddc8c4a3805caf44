#include "matching/score/similarity.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

namespace counterpoint::matching {
namespace {

// The product of two sparse vectors in rising order of key.
template <typename Entry, typename Key>
float Product(const std::vector<Entry>& a, const std::vector<Entry>& b, Key Entry::*key) {
  float product = 0;
  auto x = a.begin();
  auto y = b.begin();
  while (x != a.end() && y != b.end()) {
    if ((*x).*key == (*y).*key) {
      product += x->weight * y->weight;
      ++x;
      ++y;
    } else if ((*x).*key < (*y).*key) {
      ++x;
    } else {
      ++y;
    }
  }
  return product;
}

// The cosine of the first embeddings that both have of one model and length.
std::optional<float> CosineOf(const QueryText& a, const QueryText& b) {
  if (a.embeddings == nullptr || b.embeddings == nullptr) return std::nullopt;
  for (const Embedding& x : *a.embeddings) {
    for (const Embedding& y : *b.embeddings) {
      if (x.model != y.model || x.values.size() != y.values.size()) continue;
      return EmbeddingCosine(x.values.data(), y.values.data(), x.values.size());
    }
  }
  return std::nullopt;
}

// For a topic_share.
TopicSplit SplitOf(const TextWeights& weights, std::size_t share) {
  constexpr std::size_t kWhole = std::tuple_size_v<TopicSplits> - 1;
  const double topics = weights.topics * static_cast<double>(share);
  const double words = weights.words * static_cast<double>(kWhole - share);
  const double sum = topics + words;
  if (sum <= 0) return {};
  return {static_cast<float>(std::sqrt(topics / sum)), static_cast<float>(std::sqrt(words / sum))};
}

}  // namespace

MixWeights MixWeightsOf(const TextWeights& weights, const TextModel& model, bool embedding) {
  const double topics_and_words = weights.topics + weights.words;
  const double latent = model.latent_dimensions() > 0 ? weights.latent * model.latent_trust() : 0;
  const double embedded = embedding ? weights.embedding : 0;
  const double sum = topics_and_words + latent + embedded;
  if (sum <= 0) return {};
  return {static_cast<float>(topics_and_words / sum), static_cast<float>(latent / sum),
          static_cast<float>(embedded / sum)};
}

float EmbeddingCosine(const float* a, const float* b, std::size_t length) {
  const auto size = static_cast<Eigen::Index>(length);
  return Eigen::Map<const Eigen::VectorXf>(a, size).dot(Eigen::Map<const Eigen::VectorXf>(b, size));
}

TopicSplits SplitsFor(const TextWeights& weights) {
  TopicSplits splits;
  for (std::size_t share = 0; share < splits.size(); ++share) {
    splits[share] = SplitOf(weights, share);
  }
  return splits;
}

std::array<float, kTextParts> SimilarityShares(const TextWeights& weights, const TextModel& model,
                                               const QueryText& a, const QueryText& b) {
  const std::optional<float> embedding = CosineOf(a, b);
  const MixWeights mix = MixWeightsOf(weights, model, embedding.has_value());
  const TopicSplit x = SplitOf(weights, a.text.topic_share);
  const TopicSplit y = SplitOf(weights, b.text.topic_share);
  const float latent = a.text.latent.size() == 0 ? 0 : a.text.latent.dot(b.text.latent);
  const float topics = Product(a.text.topics, b.text.topics, &TopicWeight::topic);
  const float latent_share = mix.latent * std::max(0.0F, latent);
  const float embedding_share = mix.embedding * std::max(0.0F, embedding.value_or(0));
  if (AreForeign(a.text.script, b.text.script)) {
    const float judged = weights.topics > 0 ? kForeignTopics : 0;
    return {mix.topics_and_words * judged * topics, 0, latent_share, embedding_share};
  }
  return {mix.topics_and_words * x.topics * y.topics * topics,
          mix.topics_and_words * x.words * y.words *
              Product(a.text.terms, b.text.terms, &WeightedTerm::term),
          latent_share, embedding_share};
}

}  // namespace counterpoint::matching
