#include "matching/text/topic_finder.h"

#include <algorithm>

#include "matching/text/stop_words.h"

namespace counterpoint::matching {
namespace {

class Finder {
 public:
  Finder(const LabelIndex& labels, const TokenizedText& text,
         const std::vector<LabelIndex::Unit>& units, const std::vector<bool>& word_starts)
      : labels_(labels), text_(text), units_(units), word_starts_(word_starts) {}

  std::vector<FoundTopic> Run() {
    std::vector<LabelIndex::Match> matches;
    std::vector<FoundTopic> found;
    std::uint32_t free_from = 0;  // A byte: two tokens may come from one character.
    std::size_t at = 0;
    while (at < units_.size()) {
      std::size_t next = at + 1;
      if (text_.Begin(text_.tokens[at]) >= free_from) {
        labels_.Find(units_, at, matches);
        const auto longest =
            std::find_if(matches.rbegin(), matches.rend(),
                         [&](const LabelIndex::Match& match) { return MayStand(match, at); });
        if (longest != matches.rend()) {
          next = at + longest->length;
          found.push_back({longest->topic, at, next, longest->senses});
          free_from = text_.End(text_.tokens[next - 1]);
        }
      }
      at = next;
    }
    return found;
  }

 private:
  bool IsChinese(std::size_t at) const { return text_.tokens[at].kind == TokenKind::kHan; }

  bool MayStand(const LabelIndex::Match& match, std::size_t first) const {
    const std::size_t last = first + match.length;
    return !IsParted(first, last) && !BreaksWord(first, last) &&
           (!match.acronym || MayBeAcronym(first));
  }

  // Whether a space stands between two Chinese characters of it.
  bool IsParted(std::size_t first, std::size_t last) const {
    for (std::size_t at = first + 1; at < last; ++at) {
      if (text_.tokens[at].after_space && IsChinese(at) && IsChinese(at - 1)) return true;
    }
    return false;
  }

  // Whether it takes a single character of a word that goes on outside.
  bool BreaksWord(std::size_t first, std::size_t last) const {
    const bool one = last == first + 1;
    if (!word_starts_[first] && (one || word_starts_[first + 1])) return true;
    return !word_starts_[last] && (one || word_starts_[last - 1]);
  }

  bool MayBeAcronym(std::size_t at) const {
    const Token& token = text_.tokens[at];
    if (!IsOrdinaryWord(text_.Text(token))) return true;
    if (at > 0 && IsChinese(at - 1)) return true;
    if (at + 1 < text_.tokens.size() && IsChinese(at + 1)) return true;
    return std::all_of(text_.characters.begin() + token.first,
                       text_.characters.begin() + token.last,
                       [](const FoldedCharacter& character) { return character.capital; });
  }

  const LabelIndex& labels_;
  const TokenizedText& text_;
  const std::vector<LabelIndex::Unit>& units_;
  const std::vector<bool>& word_starts_;
};

}  // namespace

std::vector<FoundTopic> FindTopics(const LabelIndex& labels, const TokenizedText& text,
                                   const std::vector<LabelIndex::Unit>& units,
                                   const std::vector<bool>& word_starts) {
  return Finder(labels, text, units, word_starts).Run();
}

}  // namespace counterpoint::matching
