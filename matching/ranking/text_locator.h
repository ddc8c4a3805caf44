// Where texts say what evidence names.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "matching/ranking/shared_topics.h"
#include "matching/ranking/shared_words.h"
#include "matching/text/analyzer.h"

namespace counterpoint::matching {

// A stretch of one of several texts.
struct TextSpan {
  std::size_t text;     // Which of the texts, from 0.
  std::uint32_t begin;  // Bytes, [begin, end), on the borders of characters.
  std::uint32_t end;
};

// The texts of a need, an offer or a profile, analysed once to find the topics
// and words of any number of evidences in them. Keeps nothing of the texts.
// Immutable and thread-safe.
//
// Spans come in order of text and begin, and those of one answer never overlap:
// where two would, the first stays.
class TextLocator {
 public:
  // Costs what analysing the texts costs.
  TextLocator(const Analyzer& analyzer, const std::vector<absl::string_view>& texts);

  // Where the word stands, also in another form: plural, traditional
  // characters, capitals. At least one span where the word was told of these
  // texts by the same analyser.
  std::vector<TextSpan> Find(const SharedWord& word) const;

  // Where the texts speak of the topic or of a narrower one. Empty where the
  // profile states the topic and no text says it.
  std::vector<TextSpan> Find(const SharedTopic& topic) const;

 private:
  struct Term {
    TermId term;
    TextSpan span;
  };
  struct Topic {
    TopicIndex topic;
    TextSpan span;
  };

  std::shared_ptr<const Thesaurus> thesaurus_;
  std::vector<Term> terms_;    // Without single characters.
  std::vector<Topic> topics_;  // Both in order of text and begin.
};

}  // namespace counterpoint::matching
