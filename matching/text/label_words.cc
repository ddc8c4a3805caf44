#include "matching/text/label_words.h"

namespace counterpoint::matching {
namespace {

// Whether a word of [first, last), at whose ends words begin, is one character.
bool HasSingleCharacter(const std::vector<bool>& word_starts, std::size_t first, std::size_t last) {
  for (std::size_t at = first; at < last; ++at) {
    const bool ends_here = at + 1 == last || word_starts[at + 1];
    if ((at == first || word_starts[at]) && ends_here) return true;
  }
  return false;
}

void Join(std::size_t first, std::size_t last, std::vector<bool>& word_starts) {
  for (std::size_t at = first + 1; at < last; ++at) word_starts[at] = false;
}

}  // namespace

void LabelWords::Correct(const std::vector<FoundTopic>& topics,
                         std::vector<bool>& word_starts) const {
  for (const FoundTopic& topic : topics) {
    std::size_t first = topic.first;
    while (first < topic.last) {
      std::size_t last = first;
      while (last < topic.last && IsChinese(last)) ++last;
      if (last > first) PartRun(first, last, word_starts);
      first = last + 1;
    }
  }
}

void LabelWords::PartRun(std::size_t first, std::size_t last,
                         std::vector<bool>& word_starts) const {
  word_starts[first] = true;
  word_starts[last] = true;
  if (!HasSingleCharacter(word_starts, first, last)) return;
  std::size_t at = first;
  while (at < last) {
    const std::size_t end = InnerLabelEnd(at, first, last);
    if (end > at) {
      PartRun(at, end, word_starts);
      at = end;
    } else {
      ++at;
    }
  }
  if (HasSingleCharacter(word_starts, first, last)) Join(first, last, word_starts);
}

std::size_t LabelWords::InnerLabelEnd(std::size_t at, std::size_t first, std::size_t last) const {
  std::vector<LabelIndex::Match> inner;
  labels_.Find(units_, at, inner);
  for (auto match = inner.rbegin(); match != inner.rend(); ++match) {
    const std::size_t end = at + match->length;
    const bool whole = at == first && end == last;
    if (match->length > 1 && end <= last && !whole) return end;
  }
  return at;
}

}  // namespace counterpoint::matching
