// Columns of text for people.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace counterpoint::cli {

struct TableStyle {
  // In cells; 0 for a line of any length, as for a file.
  int width = 0;
  bool bold_headings = false;
};

// Rows under headings, two spaces between columns. For one thread.
class Table {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    // Without any heading in the table, no line of headings is printed.
    std::string heading;
    Align align = Align::kLeft;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // REQUIRES: as many cells as columns. Cells are put on one line.
  void AddRow(std::vector<std::string> cells);

  bool empty() const { return rows_.empty(); }

  // Where the columns together are wider than the style allows, the widest
  // give way first, down to 6 cells; what does not fit ends in an ellipsis.
  void Print(std::ostream& out, const TableStyle& style) const;

 private:
  std::vector<int> Widths(int limit) const;
  void PrintRow(std::ostream& out, const std::vector<std::string>& cells,
                const std::vector<int>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace counterpoint::cli
