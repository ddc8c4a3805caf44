// Candidates for tests, written row by row and made at random.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "matching/exposure/allocation.h"

namespace counterpoint::matching {

// A row is its candidates with their relevance, the most relevant first.
using CandidateRow = std::vector<std::pair<std::uint32_t, double>>;

inline CandidateRows RowsOf(const std::vector<CandidateRow>& rows) {
  CandidateRows made;
  made.first.push_back(0);
  for (const CandidateRow& row : rows) {
    for (const auto& [partner, relevance] : row) {
      made.partner.push_back(partner);
      made.relevance.push_back(relevance);
    }
    made.first.push_back(made.partner.size());
  }
  return made;
}

struct RowShape {
  std::uint32_t members = 10;
  std::uint32_t most_candidates = 8;
  bool coarse = false;  // Few values of relevance, so many ties.
  bool skewed = false;  // A few members suit everybody.
};

// Any number of candidates up to the most, and some rows of none.
inline CandidateRows RandomRows(unsigned seed, const RowShape& shape) {
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
  std::vector<CandidateRow> rows(shape.members);
  for (std::uint32_t i = 0; i < shape.members; ++i) {
    std::vector<std::uint32_t> others;
    for (std::uint32_t j = 0; j < shape.members; ++j) {
      if (j != i) others.push_back(j);
    }
    for (std::size_t k = others.size(); k > 1; --k) {
      std::swap(others[k - 1], others[below(static_cast<std::uint32_t>(k))]);
    }
    const std::size_t wanted =
        std::min<std::size_t>(others.size(), below(shape.most_candidates + 1));
    for (std::size_t k = 0; k < wanted; ++k) {
      double relevance = shape.coarse ? below(4) / 4.0 : below(1'000'000) / 1e6;
      if (shape.skewed) relevance = relevance / 2 + 0.5 / (1 + others[k]);
      rows[i].emplace_back(others[k], relevance);
    }
    std::sort(rows[i].begin(), rows[i].end(), [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
  }
  return RowsOf(rows);
}

inline std::size_t PlacesOf(const std::vector<std::vector<std::size_t>>& lists) {
  std::size_t places = 0;
  for (const std::vector<std::size_t>& list : lists) places += list.size();
  return places;
}

}  // namespace counterpoint::matching
