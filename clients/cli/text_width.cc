#include "clients/cli/text_width.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "absl/strings/ascii.h"

namespace counterpoint::cli {
namespace {

int CharacterWidth(UChar32 character) {
  // Stands for a byte that is no UTF-8; terminals show a replacement.
  if (character < 0) return 1;
  switch (u_charType(character)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

int DisplayWidth(const std::string& text) {
  const int32_t size = static_cast<int32_t>(text.size());
  int width = 0;
  for (int32_t i = 0; i < size;) {
    UChar32 character;
    U8_NEXT(text.data(), i, size, character);
    width += CharacterWidth(character);
  }
  return width;
}

std::string TruncateToWidth(const std::string& text, int width) {
  if (DisplayWidth(text) <= width) return text;
  if (width <= 0) return "";
  const int32_t size = static_cast<int32_t>(text.size());
  int used = 0;
  int32_t end = 0;
  for (int32_t i = 0; i < size; end = i) {
    UChar32 character;
    U8_NEXT(text.data(), i, size, character);
    used += CharacterWidth(character);
    if (used > width - 1) break;
  }
  return text.substr(0, static_cast<size_t>(end)) + "…";
}

std::string OneLine(const std::string& text) {
  std::string line;
  const int32_t size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    const int32_t start = i;
    UChar32 character;
    U8_NEXT(text.data(), i, size, character);
    // C1 controls can steer a terminal just as ESC can.
    const bool blank = character >= 0 && (u_iscntrl(character) || u_isUWhiteSpace(character));
    if (!blank) {
      line.append(text, static_cast<size_t>(start), static_cast<size_t>(i - start));
    } else if (!line.empty() && line.back() != ' ') {
      line.push_back(' ');
    }
  }
  absl::StripTrailingAsciiWhitespace(&line);
  return line;
}

}  // namespace counterpoint::cli
