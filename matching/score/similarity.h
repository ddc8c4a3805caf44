// How alike two texts are, part by part.
#pragma once

#include <array>
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
