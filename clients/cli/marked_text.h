// Texts with stretches of them marked.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace counterpoint::cli {

// Bytes of a text, [begin, end).
using ByteRange = std::pair<int, int>;

struct Marks {
  std::string before;
  std::string after;
};
inline const Marks kBrackets = {"[", "]"};
inline const Marks kBold = {"\033[1m", "\033[0m"};

// The text on one line, see OneLine(), with marks around the ranges; they may
// come in any order, and those that overlap are marked as one. A range that
// does not lie within the text is left out.
std::string Marked(const std::string& text, std::vector<ByteRange> ranges, const Marks& marks);

}  // namespace counterpoint::cli
