// All labels of a thesaurus, found by the tokens that they are made of.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "matching/text/sense_choice.h"
#include "matching/thesaurus/thesaurus.h"
#include "matching/thesaurus/tokens.h"

namespace counterpoint::matching {

// A trie over tokens. Immutable and thread-safe; keeps nothing of the thesaurus
// it was made from.
class LabelIndex {
 public:
  // A token that occurs in labels, by number.
  using Unit = std::uint32_t;
  static constexpr Unit kInNoLabel = std::numeric_limits<Unit>::max();

  struct Match {
    std::size_t length;    // In tokens.
    TopicIndex topic;      // The usual meaning; -1 where there is none.
    bool acronym;          // One word, written in capitals only in every label of this form.
    const Senses* senses;  // Of the index; null where `topic` is the only meaning.
  };

  explicit LabelIndex(const Thesaurus& thesaurus);

  // The unit of each token.
  std::vector<Unit> Units(const TokenizedText& text) const;

  // Replaces `matches` by all labels that begin at `at`, from short to long.
  // Cost is bounded by the longest label.
  void Find(const std::vector<Unit>& units, std::size_t at, std::vector<Match>& matches) const;

 private:
  using Node = std::uint32_t;
  struct End {
    TopicIndex topic;
    bool acronym;
    std::uint32_t senses;  // Position in `senses_`.
  };
  static constexpr std::uint32_t kOneSense = std::numeric_limits<std::uint32_t>::max();

  // The end of the label, made if there is none yet.
  End& EndOf(const std::string& label);
  void AddAmbiguous(const Thesaurus& thesaurus, const AmbiguousLabel& label, TopicIndex topic);

  absl::flat_hash_map<std::string, Unit> units_;
  absl::flat_hash_map<std::pair<Node, Unit>, Node> children_;
  absl::flat_hash_map<Node, End> ends_;
  std::vector<Senses> senses_;
  Node nodes_ = 1;  // The root is 0.
};

}  // namespace counterpoint::matching
