// What the texts of an alliance say about words: how rare each is, and which
// go together.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "matching/features/member_features.h"

namespace counterpoint::matching {

struct WeightedTerm {
  TermId term;
  float weight;
};

// What a text's words are written in. Words of Chinese and of other scripts
// never match, whatever they mean.
enum class Script : std::uint8_t {
  kMixed,    // Or there are no words.
  kChinese,  // At least four fifths of the words.
  kOther,    // Likewise.
};
inline bool AreForeign(Script a, Script b) {
  return a != b && a != Script::kMixed && b != Script::kMixed;
}

// A text in the measure of a model: three vectors of length 1 (or 0, where
// there is nothing), so that a product of two is their cosine. The latent one
// is rounded, see RoundedLatent().
struct WeightedText {
  // Of what the text says in topics and words together, the part in topics:
  // the squared length of its topics over that of both before they were scaled,
  // in 255ths. Never 0 where there are topics, nor 255 where there are words.
  std::uint8_t topic_share = 0;
  Script script = Script::kMixed;
  std::vector<WeightedTerm> terms;  // In order of term.
  std::vector<TopicWeight> topics;  // In order of topic, with broader ones.
  Eigen::VectorXf latent;           // TextModel::latent_dimensions() values.
};

// Immutable and thread-safe. A function of the members it was learnt from
// alone; their order does not matter.
class TextModel {
 public:
  using Members = std::vector<std::shared_ptr<const MemberFeatures>>;

  // Counts document frequencies over all needs, offers and profiles, and learns
  // latent rows: the leading right singular vectors of the matrix of weighted
  // words over at most 40,000 of the texts; one dimension for each 24 texts, 64
  // at most. The rare words weigh more there than in the terms.
  static std::shared_ptr<const TextModel> Learn(std::shared_ptr<const Thesaurus> thesaurus,
                                                Members members);

  WeightedText Weigh(const TextFeatures& text) const;

  // 0 where the alliance is too small to learn any.
  int latent_dimensions() const { return static_cast<int>(projection_.cols()); }
  // How much the latent part can be trusted, [0, 1): n / (n + 2000) for n texts.
  double latent_trust() const { return latent_trust_; }
  const Thesaurus& thesaurus() const { return *thesaurus_; }
  std::size_t members() const { return members_; }

  // A form to keep, and back. Errors: DATA_LOSS.
  std::string Encode() const;
  static absl::StatusOr<std::shared_ptr<const TextModel>> Decode(
      std::shared_ptr<const Thesaurus> thesaurus, absl::string_view bytes);

 private:
  struct TermEntry {
    std::uint32_t frequency = 0;       // Texts that contain the term.
    std::int32_t projection_row = -1;  // Row of `projection_`.
    float rarity = 0;                  // Of `frequency` among all texts.
  };
  TextModel() = default;
  void Count(const Members& members);
  void LearnLatent(const Members& members);
  void FindRarities();
  bool IsCommonCharacter(TermId term, const TermEntry& entry) const;
  // These two return the squared length before it became 1. That of the terms
  // weighs the latent part too, with one look at each term.
  double WeighTermsAndLatent(const TextFeatures& text, WeightedText& weighted) const;
  double WeighTopics(const TextFeatures& text, WeightedText& weighted) const;

  std::shared_ptr<const Thesaurus> thesaurus_;
  std::size_t members_ = 0;
  std::uint32_t texts_ = 0;
  absl::flat_hash_map<TermId, TermEntry> terms_;  // Terms of two or more texts.
  std::vector<std::uint32_t> topic_frequency_;    // By topic.
  float unseen_rarity_ = 0;                       // Of terms that are not in `terms_`.
  double latent_trust_ = 0;
  Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> projection_;
};

}  // namespace counterpoint::matching
