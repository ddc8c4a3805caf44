// Topics in running text.
#pragma once

#include <vector>

#include "matching/text/label_index.h"
#include "matching/thesaurus/tokens.h"

namespace counterpoint::matching {

// A label of `topic` at the tokens [first, last).
struct FoundTopic {
  TopicIndex topic;  // The usual meaning where there are `senses`; -1 for none.
  std::size_t first;
  std::size_t last;
  const Senses* senses;  // Of the label, owned by the index; null where it has but one.
};

// From left to right the longest label that may stand there, never overlapping:
// "game music" is neither "game" nor "music". Linear time.
//
// `units` are those of `labels`, `word_starts` what WordStarts gave for the text. A label may end
// inside a dictionary word (音乐 in 音乐会), but never takes a single character of one: 会展 is not
// in 社会展示. An acronym whose small letters are an ordinary English word ("LED", "IT") must stand
// in capitals, except beside a Chinese character.
std::vector<FoundTopic> FindTopics(const LabelIndex& labels, const TokenizedText& text,
                                   const std::vector<LabelIndex::Unit>& units,
                                   const std::vector<bool>& word_starts);

}  // namespace counterpoint::matching
