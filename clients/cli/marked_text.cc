#include "clients/cli/marked_text.h"

#include <algorithm>

#include "clients/cli/text_width.h"

namespace counterpoint::cli {
namespace {

// A piece of a line, which may begin and end in a space.
std::string Piece(const std::string& text, int begin, int end) {
  const std::string line = OneLine(
      "|" + text.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin)) + "|");
  return line.substr(1, line.size() - 2);
}

// Ascending and apart.
std::vector<ByteRange> Merged(std::vector<ByteRange> ranges, int size) {
  std::sort(ranges.begin(), ranges.end());
  std::vector<ByteRange> merged;
  for (const auto& [begin, end] : ranges) {
    if (begin < 0 || begin >= end || end > size) continue;
    if (!merged.empty() && begin < merged.back().second) {
      merged.back().second = std::max(merged.back().second, end);
    } else {
      merged.emplace_back(begin, end);
    }
  }
  return merged;
}

}  // namespace

std::string Marked(const std::string& text, std::vector<ByteRange> ranges, const Marks& marks) {
  const int size = static_cast<int>(text.size());
  std::string line;
  int at = 0;
  for (const auto& [begin, end] : Merged(std::move(ranges), size)) {
    line += Piece(text, at, begin) + marks.before + Piece(text, begin, end) + marks.after;
    at = end;
  }
  return line + Piece(text, at, size);
}

}  // namespace counterpoint::cli
