// Candidates by whom they show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "absl/types/span.h"
#include "matching/exposure/list_transport.h"

namespace counterpoint::matching {

// The candidates of each column, in order of their rows.
class ByColumn {
 public:
  explicit ByColumn(const ListTransport& problem)
      : first_(problem.columns() + 1, 0), candidate_(problem.column.size()) {
    for (const std::uint32_t column : problem.column) ++first_[column + 1];
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (std::size_t c = 0; c < problem.column.size(); ++c) {
      candidate_[next[problem.column[c]]++] = c;
    }
  }
  absl::Span<const std::size_t> of(std::size_t column) const {
    return {candidate_.data() + first_[column], first_[column + 1] - first_[column]};
  }

 private:
  std::vector<std::size_t> first_;
  std::vector<std::size_t> candidate_;
};

}  // namespace counterpoint::matching
