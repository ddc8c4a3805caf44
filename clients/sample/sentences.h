#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clients/sample/draws.h"

namespace counterpoint::sample {

// A sentence as its clauses, each with the punctuation and the space that follow
// it. Put together they are the sentence.
struct Sentence {
  std::vector<std::string> clauses;

  std::string Text() const;
};

// The sentences of a Chinese or English text in order, without the spaces
// between them. A sentence ends at 。？！ or at one of .?! before a space, a
// clause at ，；： or at one of ,;: before a space; so "3.5" and "1,200" stay
// whole.
std::vector<Sentence> SplitSentences(std::string_view text);

// Puts sentences of one language ("zh" has no spaces between sentences) together.
std::string JoinSentences(const std::vector<Sentence>& sentences, std::string_view language);

// The first clauses of `head` and the last ones of `tail`, cut at places that
// `draws` chooses. `head` unchanged where either has one clause only or both are
// the same, as a sentence crossed with itself would stutter.
Sentence Cross(const Sentence& head, const Sentence& tail, Draws& draws);

}  // namespace counterpoint::sample
