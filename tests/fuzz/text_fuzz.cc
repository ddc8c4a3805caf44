// Texts of profiles, in any bytes: places of terms and topics lie in the text and on the
// borders of its characters, and equal texts say the same.
#include <cstdint>
#include <string>
#include <vector>

#include "matching/text/analyzer.h"
#include "matching/thesaurus/folding.h"
#include "matching/thesaurus/tokens.h"
#include "tests/fuzz/require.h"

namespace counterpoint::matching {
namespace {

using fuzz::Require;

const Analyzer& TheAnalyzer() {
  static const auto* const kAnalyzer = new Analyzer(Thesaurus::BuiltIn());
  return *kAnalyzer;
}

void CheckFolding(const std::string& text) {
  std::uint32_t begin = 0;
  for (const FoldedCharacter& character : Fold(text)) {
    Require(
        character.begin >= begin && character.begin < character.end && character.end <= text.size(),
        "characters lie in the text, in order");
    Require(character.code <= kIllFormed, "a character is one of Unicode or none");
    begin = character.begin;
  }
}

void CheckTokens(const std::string& text) {
  const TokenizedText tokenized = Tokenize(text);
  std::uint32_t last = 0;
  for (const Token& token : tokenized.tokens) {
    Require(token.first >= last && token.first < token.last &&
                token.last <= tokenized.characters.size(),
            "tokens follow each other");
    last = token.last;
  }
  LabelForm(text);
}

// A place must not begin in the middle of a character that is whole.
bool IsBorder(const std::string& text, std::uint32_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80 || at == 0 ||
         static_cast<unsigned char>(text[at - 1]) < 0x80;
}

void CheckAnalysis(const std::string& text) {
  const AnalyzedText analyzed = TheAnalyzer().Analyze(text);
  std::uint32_t begin = 0;
  for (const TermOccurrence& term : analyzed.terms) {
    Require(term.begin >= begin && term.begin < term.end && term.end <= text.size(),
            "terms lie in the text, in order");
    Require(!term.term.empty(), "a term says something");
    Require(IsBorder(text, term.begin), "a term begins with a character");
    begin = term.begin;
  }
  std::uint32_t end = 0;
  for (const TopicOccurrence& topic : analyzed.topics) {
    Require(topic.begin >= end && topic.begin < topic.end && topic.end <= text.size(),
            "topics never overlap");
    Require(topic.topic >= 0 &&
                static_cast<std::size_t>(topic.topic) < TheAnalyzer().thesaurus()->size(),
            "a topic is one of the thesaurus");
    end = topic.end;
  }
  const auto again = TheAnalyzer().AnalyzeTogether({text});
  Require(again.size() == 1 && again[0].terms.size() == analyzed.terms.size() &&
              again[0].topics.size() == analyzed.topics.size(),
          "a text alone says what it says");
}

}  // namespace
}  // namespace counterpoint::matching

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::matching;
  const std::string text(reinterpret_cast<const char*>(data), size);
  CheckFolding(text);
  CheckTokens(text);
  CheckAnalysis(text);
  return 0;
}
