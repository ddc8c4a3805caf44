// The way of a text: Tokenize folds it and cuts it into tokens; WordStarts
// groups Chinese characters by the dictionary; FindTopics finds labels; what
// the labels know about words corrects the grouping; terms are read off. Labels
// of several meanings wait until all others of the subject are known.
#include "matching/text/analyzer.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "matching/text/label_index.h"
#include "matching/text/label_words.h"
#include "matching/text/segmentation.h"
#include "matching/text/stemmer.h"
#include "matching/text/stop_words.h"
#include "matching/text/topic_finder.h"

namespace counterpoint::matching {
namespace {

// In characters; what is longer is data, not language.
constexpr std::size_t kLongestWord = 64;

// A word, number or mark at the tokens [first, last).
struct Word {
  std::size_t first;
  std::size_t last;
  std::string term;  // Empty for stop words, numbers and marks.
};

std::string TermOf(const TokenizedText& text, std::size_t first, std::size_t last) {
  const Token& token = text.tokens[first];
  if (token.kind == TokenKind::kMark || token.kind == TokenKind::kNumber) return std::string();
  const std::uint32_t length = text.tokens[last - 1].last - token.first;
  if (length > kLongestWord) return std::string();
  std::string word;
  for (std::size_t at = first; at < last; ++at) word += text.Text(text.tokens[at]);
  if (IsStopWord(word)) return std::string();
  return token.kind == TokenKind::kHan ? word : Stem(std::move(word));
}

std::vector<Word> ReadWords(const TokenizedText& text, const std::vector<bool>& word_starts) {
  std::vector<Word> words;
  words.reserve(text.tokens.size());
  for (std::size_t first = 0; first < text.tokens.size();) {
    std::size_t last = first + 1;
    while (!word_starts[last]) ++last;
    words.push_back({first, last, TermOf(text, first, last)});
    first = last;
  }
  return words;
}

// A topic with the meanings of its label, null where there is but one.
struct FoundLabel {
  TopicOccurrence topic;
  const Senses* senses;
};

class TermReader {
 public:
  TermReader(const TokenizedText& text, const std::vector<Word>& words)
      : text_(text), words_(words) {}

  std::vector<TermOccurrence> Run() {
    terms_.reserve(4 * words_.size());
    for (std::size_t at = 0; at < words_.size(); ++at) {
      const Word& word = words_[at];
      AddCharacters(word);
      if (word.term.empty()) continue;
      Add(TermKind::kWord, word.term, word.first, word.last);
      if (at + 1 < words_.size() && Follows(at + 1)) {
        const Word& next = words_[at + 1];
        Add(TermKind::kWordPair, word.term + ' ' + next.term, word.first, next.last);
      }
    }
    const auto in_order = [](const TermOccurrence& a, const TermOccurrence& b) {
      return std::make_pair(a.begin, a.kind) < std::make_pair(b.begin, b.kind);
    };
    // Out of order only where one character of the original became several.
    if (!std::is_sorted(terms_.begin(), terms_.end(), in_order)) {
      std::stable_sort(terms_.begin(), terms_.end(), in_order);
    }
    return std::move(terms_);
  }

 private:
  bool IsChinese(std::size_t token) const { return text_.tokens[token].kind == TokenKind::kHan; }

  // Whether the word at `at` makes a pair with the one before it.
  bool Follows(std::size_t at) const {
    const std::size_t first = words_[at].first;
    const bool parted = text_.tokens[first].after_space && IsChinese(first) && IsChinese(first - 1);
    return !words_[at].term.empty() && !parted;
  }

  // The Chinese characters of a word, and the pairs that begin in it. Those of
  // stop words too: in a short text who, where and how many are what it says,
  // and where a word ends is often a guess.
  void AddCharacters(const Word& word) {
    for (std::size_t at = word.first; at < word.last; ++at) {
      if (!IsChinese(at)) continue;
      const std::string character = text_.Text(text_.tokens[at]);
      Add(TermKind::kCharacter, character, at, at + 1);
      const std::size_t next = at + 1;
      if (next == text_.tokens.size() || !IsChinese(next) || text_.tokens[next].after_space)
        continue;
      Add(TermKind::kCharacterPair, character + text_.Text(text_.tokens[next]), at, next + 1);
    }
  }

  void Add(TermKind kind, std::string term, std::size_t first, std::size_t last) {
    terms_.push_back({kind, std::move(term), text_.Begin(text_.tokens[first]),
                      text_.End(text_.tokens[last - 1])});
  }

  const TokenizedText& text_;
  const std::vector<Word>& words_;
  std::vector<TermOccurrence> terms_;
};

}  // namespace

class Analyzer::Parts {
 public:
  explicit Parts(const Thesaurus& thesaurus) : labels_(thesaurus) {}

  // Sets the terms, and returns the labels in order of begin.
  std::vector<FoundLabel> Read(absl::string_view text, AnalyzedText& analyzed) const {
    const TokenizedText tokenized = Tokenize(text);
    std::vector<bool> word_starts = WordStarts(tokenized);
    const std::vector<LabelIndex::Unit> units = labels_.Units(tokenized);
    const std::vector<FoundTopic> topics = FindTopics(labels_, tokenized, units, word_starts);
    LabelWords(labels_, tokenized, units).Correct(topics, word_starts);
    analyzed.terms = TermReader(tokenized, ReadWords(tokenized, word_starts)).Run();
    std::vector<FoundLabel> labels;
    labels.reserve(topics.size());
    for (const FoundTopic& topic : topics) {
      labels.push_back({{topic.topic, tokenized.Begin(tokenized.tokens[topic.first]),
                         tokenized.End(tokenized.tokens[topic.last - 1])},
                        topic.senses});
    }
    return labels;
  }

 private:
  const LabelIndex labels_;
};

Analyzer::Analyzer(std::shared_ptr<const Thesaurus> thesaurus)
    : thesaurus_(std::move(thesaurus)), parts_(std::make_unique<const Parts>(*thesaurus_)) {}

Analyzer::~Analyzer() = default;

AnalyzedText Analyzer::Analyze(absl::string_view text) const {
  return std::move(AnalyzeTogether({text}).front());
}

std::vector<AnalyzedText> Analyzer::AnalyzeTogether(
    const std::vector<absl::string_view>& texts) const {
  std::vector<AnalyzedText> analyzed(texts.size());
  std::vector<std::vector<FoundLabel>> labels(texts.size());
  std::vector<TopicIndex> context;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    labels[i] = parts_->Read(texts[i], analyzed[i]);
    for (const FoundLabel& label : labels[i]) {
      if (label.senses == nullptr) context.push_back(label.topic.topic);
    }
  }
  const SenseChoice choice(*thesaurus_, std::move(context));
  // A label is chosen for once, however often it stands there.
  absl::flat_hash_map<const Senses*, TopicIndex> chosen;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (FoundLabel& label : labels[i]) {
      if (label.senses != nullptr) {
        const auto [at, is_new] = chosen.try_emplace(label.senses, -1);
        if (is_new) at->second = choice.Choose(*label.senses);
        label.topic.topic = at->second;
      }
      if (label.topic.topic >= 0) analyzed[i].topics.push_back(label.topic);
    }
  }
  return analyzed;
}

}  // namespace counterpoint::matching
