#include "matching/thesaurus/tokens.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <utility>

namespace counterpoint::matching {
namespace {

enum class CharacterClass : std::uint8_t { kHan, kLetter, kDigit, kSpace, kMark };

CharacterClass ClassOfAscii(char32_t code) {
  if ((code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z')) return CharacterClass::kLetter;
  if (code >= '0' && code <= '9') return CharacterClass::kDigit;
  return code == ' ' ? CharacterClass::kSpace : CharacterClass::kMark;
}

CharacterClass ClassOf(char32_t code) {
  if (code < 0x80) return ClassOfAscii(code);
  if (code >= 0x4E00 && code <= 0x9FFF) return CharacterClass::kHan;
  if (code >= kIllFormed) return CharacterClass::kMark;
  const auto character = static_cast<UChar32>(code);
  if (u_hasBinaryProperty(character, UCHAR_IDEOGRAPHIC)) return CharacterClass::kHan;
  const std::uint32_t category = U_GET_GC_MASK(character);
  if (category & (U_GC_L_MASK | U_GC_M_MASK)) return CharacterClass::kLetter;
  if (category & U_GC_N_MASK) return CharacterClass::kDigit;
  return category & U_GC_ZS_MASK ? CharacterClass::kSpace : CharacterClass::kMark;
}

bool IsHyphen(char32_t code) { return code == '-' || code == 0x2010 || code == 0x2011; }
bool IsApostrophe(char32_t code) { return code == '\'' || code == 0x2019; }

class Tokenizer {
 public:
  explicit Tokenizer(std::vector<FoldedCharacter> characters) {
    text_.characters = std::move(characters);
    text_.tokens.reserve(text_.characters.size() / 2 + 1);
  }

  TokenizedText Run() {
    while (at_ < text_.characters.size()) Step();
    return std::move(text_);
  }

 private:
  char32_t Code(std::size_t at) const {
    return at < text_.characters.size() ? text_.characters[at].code : char32_t{kIllFormed};
  }
  CharacterClass Class(std::size_t at) const { return ClassOf(Code(at)); }
  bool IsLetter(std::size_t at) const { return Class(at) == CharacterClass::kLetter; }
  bool IsDigit(std::size_t at) const { return Class(at) == CharacterClass::kDigit; }
  bool IsWordPart(std::size_t at) const { return IsLetter(at) || IsDigit(at); }

  void Step() {
    switch (Class(at_)) {
      case CharacterClass::kSpace:
        after_space_ = true;
        ++at_;
        return;
      case CharacterClass::kHan:
        return Add(TokenKind::kHan, at_ + 1);
      case CharacterClass::kLetter:
      case CharacterClass::kDigit:
        return AddWord();
      case CharacterClass::kMark:
        if (JoinsWords()) {
          ++at_;
        } else {
          Add(TokenKind::kMark, at_ + 1);
        }
    }
  }

  void Add(TokenKind kind, std::size_t last) {
    text_.tokens.push_back(
        {kind, after_space_, static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(last)});
    after_space_ = false;
    at_ = last;
  }

  bool JoinsWords() const {
    if (at_ == 0 || !IsHyphen(Code(at_))) return false;
    const CharacterClass before = Class(at_ - 1);
    const CharacterClass after = Class(at_ + 1);
    const auto stands_in_word = [](CharacterClass c) {
      return c != CharacterClass::kSpace && c != CharacterClass::kMark;
    };
    return stands_in_word(before) && stands_in_word(after) &&
           !(before == CharacterClass::kHan && after == CharacterClass::kHan);
  }

  void AddWord() {
    std::size_t last = at_;
    bool letters = false;
    while (true) {
      if (IsWordPart(last)) {
        letters = letters || IsLetter(last);
        ++last;
      } else if (JoinsInside(last)) {
        if (IsApostrophe(Code(last))) text_.characters[last].code = '\'';
        ++last;
      } else {
        break;
      }
    }
    last += Suffix(last);
    const std::size_t next = last;
    last -= InflectionLength(last);
    Add(letters && !IsOrdinal(last) ? TokenKind::kWord : TokenKind::kNumber, last);
    at_ = next;
  }

  // Whether the mark at `mark` belongs into the word that begins at at_.
  bool JoinsInside(std::size_t mark) const {
    const char32_t code = Code(mark);
    if (IsApostrophe(code)) return IsLetter(mark - 1) && IsLetter(mark + 1);
    if (code == '.' || code == ',') return IsDigit(mark - 1) && IsDigit(mark + 1);
    // Of "&", only initials: "r&d".
    return code == '&' && mark == at_ + 1 && IsLetter(at_) && IsLetter(mark + 1) &&
           !IsWordPart(mark + 2);
  }

  // Length of the "++" or "#" that makes a letter the name of a language.
  std::size_t Suffix(std::size_t last) const {
    if (last != at_ + 1 || !IsLetter(at_)) return 0;
    if (Code(last) == '#') return IsWordPart(last + 1) ? 0 : 1;
    return Code(last) == '+' && Code(last + 1) == '+' ? 2 : 0;
  }

  // Length of the 's of a possessive, or of the s after capitals: "NFTs", "IPs".
  std::size_t InflectionLength(std::size_t last) const {
    if (last - at_ < 3 || Code(last - 1) != 's' || text_.characters[last - 1].capital) return 0;
    if (IsApostrophe(Code(last - 2))) return 2;
    const auto begin = text_.characters.begin();
    return std::all_of(begin + static_cast<std::ptrdiff_t>(at_),
                       begin + static_cast<std::ptrdiff_t>(last - 1),
                       [](const FoldedCharacter& character) { return character.capital; })
               ? 1
               : 0;
  }

  // "1st", "2nd", "3rd", "20th", "1990s".
  bool IsOrdinal(std::size_t last) const {
    std::size_t letters = at_;
    while (IsDigit(letters)) ++letters;
    if (letters == at_) return false;
    const char32_t a = Code(letters);
    if (last == letters + 1) return a == 's';
    if (last != letters + 2) return false;
    const char32_t b = Code(letters + 1);
    return (a == 's' && b == 't') || (a == 'n' && b == 'd') || (a == 'r' && b == 'd') ||
           (a == 't' && b == 'h');
  }

  TokenizedText text_;
  std::size_t at_ = 0;
  bool after_space_ = true;
};

bool EndsWith(const std::string& word, absl::string_view suffix) {
  return word.size() >= suffix.size() && word.compare(word.size() - suffix.size(), suffix.size(),
                                                      suffix.data(), suffix.size()) == 0;
}

bool EndsWithAny(const std::string& word, std::initializer_list<absl::string_view> suffixes) {
  return std::any_of(suffixes.begin(), suffixes.end(),
                     [&](absl::string_view suffix) { return EndsWith(word, suffix); });
}

bool IsPluralOf(const std::string& word) {
  if (word == "news" || word == "goods" || word == "series" || word == "species") return false;
  return word.size() >= 4 && EndsWith(word, "s") && !EndsWithAny(word, {"ss", "us", "is"});
}

// The last steps run for singulars too, so that both come to the same form.
void MakeSingular(std::string& word) {
  if (IsPluralOf(word)) word.pop_back();
  if (word.size() < 4) return;
  if (EndsWith(word, "ie")) {
    word.replace(word.size() - 2, 2, "y");
  } else if (EndsWithAny(word, {"xe", "che", "she", "sse", "ze"})) {
    word.pop_back();
  }
}

}  // namespace

std::string TokenizedText::Text(const Token& token) const {
  std::string text;
  for (std::uint32_t i = token.first; i < token.last; ++i) AppendUtf8(characters[i].code, text);
  return text;
}

TokenizedText Tokenize(absl::string_view text) { return Tokenizer(Fold(text)).Run(); }

std::string LabelForm(const TokenizedText& text, const Token& token) {
  std::string form = text.Text(token);
  if (token.kind != TokenKind::kWord) return form;
  MakeSingular(form);
  return form;
}

std::string LabelForm(absl::string_view label) {
  const TokenizedText text = Tokenize(label);
  std::string form;
  bool letters = false;
  for (const Token& token : text.tokens) {
    letters = letters || token.kind != TokenKind::kMark;
    form += LabelForm(text, token);
    form += ' ';
  }
  return letters ? form : std::string();
}

}  // namespace counterpoint::matching
