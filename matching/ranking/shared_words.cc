// Words are told as people read them, not as they are compared: the features
// keep hashes of terms, and for each the stretch of text that it first stood
// for. What a phrase contains is found by making the terms of its parts again
// and looking these up among the shared ones.
#include "matching/ranking/shared_words.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "matching/text/segmentation.h"
#include "matching/text/stemmer.h"
#include "matching/text/stop_words.h"
#include "matching/thesaurus/tokens.h"

namespace counterpoint::matching {
namespace {

constexpr std::size_t kCandidates = 16;  // Of either kind.

// A stretch of text as the terms that can stand in it.
class Phrase {
 public:
  explicit Phrase(absl::string_view surface) : text_(Tokenize(surface)) {}

  bool IsChineseCharacter() const { return text_.tokens.size() == 1 && IsChinese(0); }

  // The words of a pair; empty where this is not the surface of the pair.
  std::vector<std::string> WordsOfPair(TermId pair) const {
    for (std::size_t middle = 1; middle < text_.tokens.size(); ++middle) {
      const std::string first = Word(0, middle);
      const std::string second = Word(middle, text_.tokens.size());
      if (MakeTermId(TermKind::kWordPair, first + ' ' + second) == pair) return {first, second};
    }
    return {};
  }

  // Whether a text has two characters as one word, or as a word each, neighbours
  // that the dictionary makes nothing of.
  bool IsWordOf(const TextFeatures& text) const {
    if (text_.tokens.size() != 2) return false;
    const std::string pair = Word(0, 1) + ' ' + Word(1, 2);
    return absl::c_binary_search(text.terms, MakeTermId(TermKind::kWord, Word(0, 2))) ||
           absl::c_binary_search(text.terms, MakeTermId(TermKind::kWordPair, pair));
  }

  // Whether the dictionary knows two characters as a word that says something.
  bool IsInDictionary() const {
    return text_.tokens.size() == 2 && !WordStarts(text_)[1] && !IsStopWord(Word(0, 2));
  }

  // Words of all its parts, characters and pairs of characters. Which parts
  // are words is for the texts to say.
  std::vector<TermId> Parts() const {
    std::vector<TermId> parts;
    for (std::size_t first = 0; first < text_.tokens.size(); ++first) {
      parts.push_back(MakeTermId(TermKind::kWord, Word(first, first + 1)));
      if (!IsChinese(first)) continue;
      std::string word = text_.Text(text_.tokens[first]);
      parts.push_back(MakeTermId(TermKind::kCharacter, word));
      for (std::size_t last = first + 1; last < text_.tokens.size() && IsChinese(last); ++last) {
        word += text_.Text(text_.tokens[last]);
        if (last == first + 1) parts.push_back(MakeTermId(TermKind::kCharacterPair, word));
        parts.push_back(MakeTermId(TermKind::kWord, word));
      }
    }
    return parts;
  }

 private:
  bool IsChinese(std::size_t at) const { return text_.tokens[at].kind == TokenKind::kHan; }

  // As Analyzer makes it of the tokens [first, last).
  std::string Word(std::size_t first, std::size_t last) const {
    std::string word;
    for (std::size_t at = first; at < last; ++at) word += text_.Text(text_.tokens[at]);
    return IsChinese(first) ? word : Stem(std::move(word));
  }

  const TokenizedText text_;
};

// A term that may be told.
struct Candidate {
  std::size_t at;                      // Among the shared terms.
  std::vector<std::size_t> words;      // Of a pair: the shared ones, likewise.
  std::vector<std::size_t> contained;  // Likewise, `at` included.
};

class WordTeller {
 public:
  WordTeller(const Thesaurus& thesaurus, const TextFeatures& text, const TextFeatures& other,
             std::vector<SharedTerm> shared)
      : thesaurus_(thesaurus),
        text_(text),
        other_(other),
        shared_(std::move(shared)),
        told_(shared_.size()) {
    Collect(TermKind::kWord);
    Collect(TermKind::kWordPair);
    Collect(TermKind::kCharacterPair);
  }

  std::vector<SharedWord> Tell(std::size_t limit) {
    std::vector<SharedWord> words;
    while (words.size() < limit) {
      const Candidate* best = nullptr;
      double most = 0;
      for (const Candidate& candidate : candidates_) {
        if (!MayBeTold(candidate)) continue;
        const double left = Left(candidate);
        if (left > most) {
          best = &candidate;
          most = left;
        }
      }
      if (best == nullptr) break;
      const TermId term = shared_[best->at].term;
      words.push_back({Surface(term), most, term});
      for (const std::size_t at : best->contained) told_[at] = true;
    }
    return words;
  }

 private:
  std::string Surface(TermId term) const {
    const auto at = absl::c_lower_bound(text_.terms, term) - text_.terms.begin();
    return std::string(text_.surface(static_cast<std::size_t>(at)));
  }

  // Place among the shared terms, or their number.
  std::size_t Find(TermId term) const {
    const auto at = absl::c_lower_bound(shared_, term,
                                        [](const SharedTerm& s, TermId t) { return s.term < t; });
    const bool found = at != shared_.end() && at->term == term;
    return found ? static_cast<std::size_t>(at - shared_.begin()) : shared_.size();
  }

  // Whether it says something by itself.
  bool Says(const std::string& word) const {
    if (!Phrase(word).IsChineseCharacter()) return true;
    const std::string form = LabelForm(word);
    return absl::c_any_of(text_.topics, [&](const TopicWeight& topic) {
      return absl::c_any_of(thesaurus_.topic(topic.topic).zh,
                            [&](const std::string& label) { return LabelForm(label) == form; });
    });
  }

  // Adds the weightiest shared terms of a kind.
  void Collect(TermKind kind) {
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < shared_.size(); ++at) {
      if (KindOf(shared_[at].term) == kind) places.push_back(at);
    }
    absl::c_stable_sort(places, [&](std::size_t p, std::size_t q) {
      return shared_[p].contribution > shared_[q].contribution;
    });
    std::size_t taken = 0;
    for (const std::size_t at : places) {
      if (taken == kCandidates) break;
      if (Add(kind, at)) ++taken;
    }
  }

  // False where it is not fit to be told.
  bool Add(TermKind kind, std::size_t at) {
    const std::string surface = Surface(shared_[at].term);
    const Phrase phrase(surface);
    Candidate candidate{at, {}, {at}};
    if (kind == TermKind::kCharacterPair) {
      // A word of the one text is often part of a longer one in the other.
      const bool is_word =
          phrase.IsWordOf(text_) || phrase.IsWordOf(other_) || phrase.IsInDictionary();
      if (!is_word) return false;
    } else if (kind == TermKind::kWord) {
      if (!Says(surface)) return false;
    } else {
      const std::vector<std::string> words = phrase.WordsOfPair(shared_[at].term);
      // Two characters, which say nothing each, are often a word that the
      // dictionary doesn't know.
      if (absl::c_count_if(words, [&](const auto& word) { return Says(word); }) == 1) return false;
      for (const std::string& word : words) {
        const std::size_t place = Find(MakeTermId(TermKind::kWord, word));
        if (place < shared_.size()) candidate.words.push_back(place);
      }
    }
    for (const TermId part : phrase.Parts()) {
      const std::size_t place = Find(part);
      if (place < shared_.size()) candidate.contained.push_back(place);
    }
    absl::c_sort(candidate.contained);
    candidate.contained.erase(std::unique(candidate.contained.begin(), candidate.contained.end()),
                              candidate.contained.end());
    candidates_.push_back(std::move(candidate));
    return true;
  }

  bool MayBeTold(const Candidate& candidate) const {
    return !told_[candidate.at] &&
           absl::c_none_of(candidate.words, [&](std::size_t word) { return told_[word]; });
  }

  // What it contains that has not been told.
  double Left(const Candidate& candidate) const {
    double left = 0;
    for (const std::size_t at : candidate.contained) {
      if (!told_[at]) left += shared_[at].contribution;
    }
    return left;
  }

  const Thesaurus& thesaurus_;
  const TextFeatures& text_;  // Whose words are told.
  const TextFeatures& other_;
  const std::vector<SharedTerm> shared_;
  std::vector<bool> told_;  // By place among the shared terms.
  std::vector<Candidate> candidates_;
};

}  // namespace

std::vector<SharedTerm> ShareTerms(const WeightedText& a, const WeightedText& b,
                                   double contribution) {
  std::vector<SharedTerm> shared;
  double sum = 0;
  auto y = b.terms.begin();
  for (const WeightedTerm& x : a.terms) {
    while (y != b.terms.end() && y->term < x.term) ++y;
    if (y == b.terms.end()) break;
    if (y->term != x.term) continue;
    shared.push_back({x.term, double{x.weight} * y->weight});
    sum += shared.back().contribution;
  }
  if (sum <= 0) return {};
  for (SharedTerm& term : shared) term.contribution *= contribution / sum;
  return shared;
}

std::vector<SharedWord> ShareWords(const Thesaurus& thesaurus, const ComparedText& a,
                                   const ComparedText& b, double contribution, std::size_t limit) {
  return WordTeller(thesaurus, a.features, b.features,
                    ShareTerms(a.weighted, b.weighted, contribution))
      .Tell(limit);
}

}  // namespace counterpoint::matching
