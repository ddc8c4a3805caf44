#include "matching/exposure/list_completion.h"

#include <deque>
#include <utility>
#include <vector>

#include "matching/exposure/by_column.h"

namespace counterpoint::matching {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Breadth-first search for alternating paths.
class PathSearch {
 public:
  PathSearch(const ListTransport& problem, ListChoice& choice)
      : problem_(problem),
        choice_(choice),
        by_column_(problem),
        seen_(problem.columns(), false),
        taken_by_(problem.columns(), kNone),
        searched_(problem.rows(), false),
        left_by_(problem.rows(), kNone) {}

  // Whether one more place of the row could be filled, and is.
  bool Fill(std::uint32_t row) {
    rows_.assign(1, row);
    reached_rows_.assign(1, row);
    reached_columns_.clear();
    searched_[row] = true;
    while (!rows_.empty()) {
      const std::uint32_t next = rows_.front();
      rows_.pop_front();
      for (std::size_t c = problem_.first[next]; c < problem_.first[next + 1]; ++c) {
        const std::uint32_t column = problem_.column[c];
        if (choice_.IsListed(c) || seen_[column]) continue;
        seen_[column] = true;
        reached_columns_.push_back(column);
        taken_by_[column] = c;
        if (choice_.HasRoom(column)) {
          Shift(c, row);
          Forget();
          return true;
        }
        for (const std::size_t held : by_column_.of(column)) {
          const std::uint32_t holder = problem_.row[held];
          if (!choice_.IsListed(held) || searched_[holder]) continue;
          searched_[holder] = true;
          reached_rows_.push_back(holder);
          left_by_[holder] = held;
          rows_.push_back(holder);
        }
      }
    }
    return false;
  }

 private:
  // Back along the path: each row takes its candidate and leaves the one by which
  // it was reached to the row before.
  void Shift(std::size_t candidate, std::uint32_t start) {
    while (true) {
      const std::uint32_t row = problem_.row[candidate];
      choice_.List(candidate);
      if (row == start) return;
      const std::size_t left = left_by_[row];
      choice_.Drop(left);
      candidate = taken_by_[problem_.column[left]];
    }
  }

  void Forget() {
    for (const std::uint32_t column : reached_columns_) seen_[column] = false;
    for (const std::uint32_t row : reached_rows_) searched_[row] = false;
  }

  const ListTransport& problem_;
  ListChoice& choice_;
  const ByColumn by_column_;
  std::vector<bool> seen_;             // Columns that this or a failed search has reached.
  std::vector<std::size_t> taken_by_;  // Of columns: the candidate by which.
  std::vector<bool> searched_;         // Rows, the same.
  std::vector<std::size_t> left_by_;   // Of rows: the candidate by which.
  std::deque<std::uint32_t> rows_;
  std::vector<std::uint32_t> reached_rows_;
  std::vector<std::uint32_t> reached_columns_;
};

}  // namespace

void CompleteLists(const ListTransport& problem, ListChoice& choice) {
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < problem.rows(); ++i) {
    if (choice.HasPlace(i)) open.push_back(i);
  }
  if (open.empty()) return;
  PathSearch search(problem, choice);
  // A place each by turns, so that none stays empty for another's last one.
  while (!open.empty()) {
    std::vector<std::uint32_t> still;
    for (const std::uint32_t row : open) {
      if (search.Fill(row) && choice.HasPlace(row)) still.push_back(row);
    }
    open = std::move(still);
  }
}

}  // namespace counterpoint::matching
