// How alike two texts are, part by part.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "matching/policy/policy.h"

namespace counterpoint::matching {

// The parts of a similarity, in the order of EvidenceTerm.
enum class TextPart { kTopics = 0, kWords = 1, kLatent = 2, kEmbedding = 3 };
inline constexpr int kTextParts = 4;

// Weights of what a similarity is mixed from: they sum to 1 over what can be
// judged. Topics and words, as one vector, always can; the latent part where
// the model has one, by its trust; embeddings where both texts have one of the
// same model.
struct MixWeights {
  float topics_and_words = 0;
  float latent = 0;
  float embedding = 0;
};
MixWeights MixWeightsOf(const TextWeights& weights, const TextModel& model, bool embedding);

// How the vector of a text's topics and words, of length 1, divides between
// the two by what the text says in each: lengths with squares that sum to 1
// (or 0, where only what has no weight is said). A text that says nothing in
// topics is compared by its words alone, and one stray topic in a long text
// decides nothing.
struct TopicSplit {
  float topics = 0;
  float words = 0;
};
// By WeightedText::topic_share.
using TopicSplits = std::array<TopicSplit, 256>;

// Texts in two scripts cannot be judged by their words, which would speak
// against a partner who says the same in another language. They are compared by
// topics alone, times this: what is said beside the topics stays open.
inline constexpr float kForeignTopics = 0.5F;
TopicSplits SplitsFor(const TextWeights& weights);

// The arithmetic of a similarity, in one place: whoever makes one gets the same
// bits, whatever a compiler would make of sums of products elsewhere.

// a x b + c, rounded once where the machine does that in one instruction.
inline float MultiplyAdd(float a, float b, float c) {
#if defined(__FP_FAST_FMAF) || defined(__FMA__)
  return __builtin_fmaf(a, b, c);
#else
  return a * b + c;
#endif
}
// What two texts of one script say alike, by the products of their topics and
// of their terms. Symmetric, as are the two below.
inline float SaidAlike(const TopicSplit& a, const TopicSplit& b, float topics, float terms) {
  return MultiplyAdd(a.topics * b.topics, topics, a.words * b.words * terms);
}
inline float MixSimilarity(const MixWeights& mix, float said, float latent) {
  return MultiplyAdd(mix.topics_and_words, said, mix.latent * std::max(0.0F, latent));
}
inline float MixSimilarity(const MixWeights& mix, float said, float latent, float embedding) {
  return MultiplyAdd(mix.embedding, std::max(0.0F, embedding), MixSimilarity(mix, said, latent));
}
// The product of two vectors of length 1.
float EmbeddingCosine(const float* a, const float* b, std::size_t length);

// A text that is compared with many others.
struct QueryText {
  WeightedText text;
  const std::vector<Embedding>* embeddings = nullptr;  // May be null: none.
};

// The shares of the parts in the similarity of two texts: the sum is the
// similarity, [0, 1]. Symmetric.
std::array<float, kTextParts> SimilarityShares(const TextWeights& weights, const TextModel& model,
                                               const QueryText& a, const QueryText& b);

}  // namespace counterpoint::matching
