// Tokens: a text cut into the smallest parts that labels and words are made of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "matching/thesaurus/folding.h"

namespace counterpoint::matching {

enum class TokenKind : std::uint8_t {
  kHan,     // One Chinese character.
  kWord,    // Letters and digits of any other script, with at least one letter.
  kNumber,  // Digits, with inner points and commas; ordinals and decades too.
  kMark,    // One character of punctuation, a control character, a bad byte.
};

// Characters [first, last) of the folded text.
struct Token {
  TokenKind kind;
  bool after_space;  // White space, or the start of the text, stands before it.
  std::uint32_t first;
  std::uint32_t last;
};

// Space, and hyphens between letters where one of them isn't Chinese, separate
// tokens and are none themselves: "real-time" is two words. Kept in one: "3d",
// "c++", "c#", "r&d", "5g". Dropped: a final 's, and the s of "NFTs". A line end
// is a kMark.
struct TokenizedText {
  std::vector<FoldedCharacter> characters;
  std::vector<Token> tokens;

  // The folded text of the token.
  std::string Text(const Token& token) const;
  std::uint32_t Begin(const Token& token) const { return characters[token.first].begin; }
  std::uint32_t End(const Token& token) const { return characters[token.last - 1].end; }
};

// Linear time.
TokenizedText Tokenize(absl::string_view text);

// The form in which the token is compared with labels: its text, and for
// English words the singular, so that a label also names the plural. Plain
// suffix rules: equal for "company" and "companies", not a word of English
// itself ("movie" and "movies" give "movy"). Lighter than a stem on purpose:
// "organ" must not name an organization.
std::string LabelForm(const TokenizedText& text, const Token& token);

// The forms of all tokens of a label, each followed by a space. Two labels with
// equal forms cannot be told apart in a text. Empty where the label has neither
// letter nor digit.
std::string LabelForm(absl::string_view label);

}  // namespace counterpoint::matching
