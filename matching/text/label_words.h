// What the labels found in a text know about its Chinese words.
#pragma once

#include <vector>

#include "matching/text/label_index.h"
#include "matching/text/topic_finder.h"
#include "matching/thesaurus/tokens.h"

namespace counterpoint::matching {

// The general dictionary doesn't know the words of the field: it breaks 元宇宙
// into 元|宇宙. A label whose parts by the dictionary are all longer than a
// character keeps these (数字|音乐), so that texts sharing a part share a word.
// Else it is parted by the labels inside it, if that leaves no single character
// either (元宇宙|音乐会). Else it is one word.
//
// Borrows everything it is given. Thread-safe.
class LabelWords {
 public:
  LabelWords(const LabelIndex& labels, const TokenizedText& text,
             const std::vector<LabelIndex::Unit>& units)
      : labels_(labels), text_(text), units_(units) {}

  // Sets where words begin inside the topics' Chinese runs and right behind
  // them; leaves the rest of `word_starts` alone.
  void Correct(const std::vector<FoundTopic>& topics, std::vector<bool>& word_starts) const;

 private:
  bool IsChinese(std::size_t at) const { return text_.tokens[at].kind == TokenKind::kHan; }
  void PartRun(std::size_t first, std::size_t last, std::vector<bool>& word_starts) const;
  // End of the longest label at `at` within [first, last) that is not all of it;
  // `at` where there is none.
  std::size_t InnerLabelEnd(std::size_t at, std::size_t first, std::size_t last) const;

  const LabelIndex& labels_;
  const TokenizedText& text_;
  const std::vector<LabelIndex::Unit>& units_;
};

}  // namespace counterpoint::matching
