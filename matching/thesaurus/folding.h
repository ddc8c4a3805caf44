// Folding: what makes spellings of the same text equal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace counterpoint::matching {

// A character after folding, with the place in the original text it comes from.
struct FoldedCharacter {
  char32_t code;        // kIllFormed for bytes that are no UTF-8.
  std::uint32_t begin;  // Bytes of the original text, [begin, end), never empty.
  std::uint32_t end;
  bool capital;  // Was an upper-case letter before.
};

// Beyond Unicode, so that no text can hold it.
constexpr char32_t kIllFormed = 0x110000;

// Longest text that offsets of 32 bits can describe; what follows is not read.
constexpr std::size_t kLongestText = UINT32_MAX;

// Full width and half width, upper and lower case, composed and decomposed, and
// traditional and simplified Chinese become the same: NFKC with case folding,
// then each traditional character replaced by its simplified one. Characters
// that show nothing (soft hyphen, joiners) vanish.
//
// Offsets ascend and lie on code point boundaries. Where several characters
// become one, or one becomes several, each result spans all the originals.
// Linear time. Thread-safe; the first call builds a table, some 0.1 seconds.
std::vector<FoldedCharacter> Fold(absl::string_view text);

// Appends the character in UTF-8; nothing for kIllFormed.
void AppendUtf8(char32_t code, std::string& out);

}  // namespace counterpoint::matching
