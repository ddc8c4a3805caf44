#include "clients/cli/table.h"

#include <algorithm>
#include <numeric>

#include "clients/cli/text_width.h"

namespace counterpoint::cli {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 6;

}  // namespace

void Table::AddRow(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = OneLine(cell);
  rows_.push_back(std::move(cells));
}

std::vector<int> Table::Widths(int limit) const {
  std::vector<int> widths;
  for (const Column& column : columns_) widths.push_back(DisplayWidth(column.heading));
  for (const auto& row : rows_) {
    for (size_t i = 0; i < widths.size(); ++i)
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  const int gaps = kGap * (static_cast<int>(widths.size()) - 1);
  int excess = std::accumulate(widths.begin(), widths.end(), gaps) - limit;
  while (limit > 0 && excess > 0) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) break;
    --*widest;
    --excess;
  }
  return widths;
}

void Table::PrintRow(std::ostream& out, const std::vector<std::string>& cells,
                     const std::vector<int>& widths) const {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string text = TruncateToWidth(cells[i], widths[i]);
    const std::string padding(static_cast<size_t>(widths[i] - DisplayWidth(text)), ' ');
    if (i > 0) line.append(kGap, ' ');
    line += columns_[i].align == Align::kRight ? padding + text : text + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out << line;
}

void Table::Print(std::ostream& out, const TableStyle& style) const {
  const std::vector<int> widths = Widths(style.width);
  std::vector<std::string> headings;
  for (const Column& column : columns_) headings.push_back(column.heading);
  if (std::any_of(headings.begin(), headings.end(), [](const auto& h) { return !h.empty(); })) {
    if (style.bold_headings) out << "\033[1m";
    PrintRow(out, headings, widths);
    out << (style.bold_headings ? "\033[0m\n" : "\n");
  }
  for (const auto& row : rows_) {
    PrintRow(out, row, widths);
    out << "\n";
  }
}

}  // namespace counterpoint::cli
