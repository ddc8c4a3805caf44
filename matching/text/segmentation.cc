#include "matching/text/segmentation.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <memory>

namespace counterpoint::matching {
namespace {

// Null where ICU has no data for it, which its own packaging rules out; then
// every character is a word.
icu::BreakIterator* ChineseWords() {
  thread_local const std::unique_ptr<icu::BreakIterator> words = [] {
    UErrorCode error = U_ZERO_ERROR;
    return std::unique_ptr<icu::BreakIterator>(
        icu::BreakIterator::createWordInstance(icu::Locale::getChinese(), error));
  }();
  return words.get();
}

// All Chinese runs of a text behind each other, a line end between them, so
// that the break iterator is set up once a text.
struct ChineseRuns {
  icu::UnicodeString characters;
  std::vector<std::size_t> token_at;  // For each UTF-16 unit; kNoToken for the line ends.
  static constexpr std::size_t kNoToken = static_cast<std::size_t>(-1);
};

bool ContinuesRun(const TokenizedText& text, std::size_t at) {
  return at > 0 && text.tokens[at - 1].kind == TokenKind::kHan && !text.tokens[at].after_space;
}

ChineseRuns CollectRuns(const TokenizedText& text) {
  ChineseRuns runs;
  for (std::size_t at = 0; at < text.tokens.size(); ++at) {
    const Token& token = text.tokens[at];
    if (token.kind != TokenKind::kHan) continue;
    if (!ContinuesRun(text, at)) runs.characters.append(u'\n');
    runs.token_at.resize(static_cast<std::size_t>(runs.characters.length()), ChineseRuns::kNoToken);
    runs.characters.append(static_cast<UChar32>(text.characters[token.first].code));
    runs.token_at.resize(static_cast<std::size_t>(runs.characters.length()), at);
  }
  return runs;
}

}  // namespace

std::vector<bool> WordStarts(const TokenizedText& text) {
  const ChineseRuns runs = CollectRuns(text);
  icu::BreakIterator* const words = runs.token_at.empty() ? nullptr : ChineseWords();
  std::vector<bool> starts(text.tokens.size() + 1, true);
  if (words == nullptr) return starts;
  for (std::size_t at = 0; at < text.tokens.size(); ++at) {
    if (text.tokens[at].kind == TokenKind::kHan) starts[at] = !ContinuesRun(text, at);
  }
  words->setText(runs.characters);
  for (int at = words->first(); at != icu::BreakIterator::DONE; at = words->next()) {
    const auto unit = static_cast<std::size_t>(at);
    if (unit < runs.token_at.size() && runs.token_at[unit] != ChineseRuns::kNoToken) {
      starts[runs.token_at[unit]] = true;
    }
  }
  // The iterator must not keep a reference to the text of this call.
  words->setText(icu::UnicodeString());
  return starts;
}

}  // namespace counterpoint::matching
