#include "clients/sample/sentences.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace counterpoint::sample {
namespace {

constexpr std::array<std::string_view, 3> kWideSentenceEnds = {"。", "？", "！"};
constexpr std::array<std::string_view, 3> kWideClauseEnds = {"，", "；", "："};

enum class Boundary { kNone, kClause, kSentence };

struct Mark {
  Boundary boundary = Boundary::kNone;
  size_t bytes = 1;
};

bool StartsWithAnyOf(std::string_view text, const std::array<std::string_view, 3>& marks) {
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return text.starts_with(mark); });
}

// What stands at the start of `text`: a mark, or a byte of something else.
Mark MarkAtStart(std::string_view text) {
  if (StartsWithAnyOf(text, kWideSentenceEnds)) return {Boundary::kSentence, 3};
  if (StartsWithAnyOf(text, kWideClauseEnds)) return {Boundary::kClause, 3};
  const bool at_space = text.size() == 1 || text[1] == ' ';
  const size_t bytes = std::min<size_t>(text.size(), 2);
  if (at_space && std::string_view(".?!").find(text[0]) != std::string_view::npos) {
    return {Boundary::kSentence, bytes};
  }
  if (at_space && std::string_view(",;:").find(text[0]) != std::string_view::npos) {
    return {Boundary::kClause, bytes};
  }
  return {};
}

void EndSentence(Sentence& sentence, std::vector<Sentence>& sentences) {
  if (sentence.clauses.empty()) return;
  std::string& last = sentence.clauses.back();
  if (last.ends_with(' ')) last.pop_back();
  sentences.push_back(std::move(sentence));
  sentence = Sentence();
}

}  // namespace

std::string Sentence::Text() const {
  std::string text;
  for (const std::string& clause : clauses) text += clause;
  return text;
}

std::vector<Sentence> SplitSentences(std::string_view text) {
  std::vector<Sentence> sentences;
  Sentence sentence;
  std::string clause;
  while (!text.empty()) {
    const Mark mark = MarkAtStart(text);
    clause += text.substr(0, mark.bytes);
    text.remove_prefix(mark.bytes);
    if (mark.boundary != Boundary::kNone || text.empty()) {
      sentence.clauses.push_back(std::move(clause));
      clause.clear();
    }
    if (mark.boundary == Boundary::kSentence) EndSentence(sentence, sentences);
  }
  EndSentence(sentence, sentences);
  return sentences;
}

std::string JoinSentences(const std::vector<Sentence>& sentences, std::string_view language) {
  std::string text;
  for (const Sentence& sentence : sentences) {
    if (!text.empty() && language != "zh") text += ' ';
    text += sentence.Text();
  }
  return text;
}

Sentence Cross(const Sentence& head, const Sentence& tail, Draws& draws) {
  if (head.clauses.size() < 2 || tail.clauses.size() < 2 || head.clauses == tail.clauses) {
    return head;
  }
  const size_t kept = 1 + draws.Below(head.clauses.size() - 1);
  const size_t from = 1 + draws.Below(tail.clauses.size() - 1);
  Sentence crossed;
  crossed.clauses.assign(head.clauses.begin(),
                         head.clauses.begin() + static_cast<std::ptrdiff_t>(kept));
  crossed.clauses.insert(crossed.clauses.end(),
                         tail.clauses.begin() + static_cast<std::ptrdiff_t>(from),
                         tail.clauses.end());
  return crossed;
}

}  // namespace counterpoint::sample
