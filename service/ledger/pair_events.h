// What is known of pairs of members, in an order to be counted in.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

#include "matching/parallel.h"

namespace counterpoint::service {

// Something between two members, who are numbers.
struct PairEvent {
  std::uint64_t pair = 0;  // See PairOf().
  std::int64_t time = 0;   // Unix seconds.
  // Of the staff rule or policy version that it came from, as the ledger is
  // grouped; 0: none.
  std::uint32_t label = 0;
  std::uint8_t kind = 0;    // v1::InteractionKind; 0: stood in a list.
  std::uint8_t detail = 0;  // As InteractionFact has it.
  bool by_higher = false;   // Whether the member with the higher number did it.
};

// The same for the two in either order. In the order of pairs those of a lower
// member are together.
inline std::uint64_t PairOf(std::uint32_t a, std::uint32_t b) {
  return std::uint64_t{std::min(a, b)} << 32 | std::max(a, b);
}
inline std::uint32_t LowerOf(std::uint64_t pair) { return static_cast<std::uint32_t>(pair >> 32); }
inline std::uint32_t HigherOf(std::uint64_t pair) { return static_cast<std::uint32_t>(pair); }

// By pair, then by time; nothing that differs is equal.
struct InOrderOfTime {
  bool operator()(const PairEvent& a, const PairEvent& b) const {
    return std::tie(a.pair, a.time, a.kind, a.label, a.detail, a.by_higher) <
           std::tie(b.pair, b.time, b.kind, b.label, b.detail, b.by_higher);
  }
};

// By pair, then by label, the earliest of each label first.
struct InOrderOfLabel {
  bool operator()(const PairEvent& a, const PairEvent& b) const {
    return std::tie(a.pair, a.label, a.time) < std::tie(b.pair, b.label, b.time);
  }
};

// What is done at the same time, where there are threads: the members in as many
// ranges.
inline constexpr int kLedgerParts = 16;
inline std::pair<std::size_t, std::size_t> PartOf(int part, std::size_t members) {
  const auto begin = [&](int p) { return static_cast<std::size_t>(p) * members / kLedgerParts; };
  return {begin(part), begin(part + 1)};
}

// Sorts by pair and within it: the events are dealt to their lower members first,
// which leaves short runs to sort. `before` orders by pair first. REQUIRES: members
// are numbers below `members`.
template <typename Before>
void SortByPair(std::size_t members, const Before& before, const matching::ParallelFor& parallel,
                std::vector<PairEvent>& events) {
  std::vector<std::size_t> first(members + 1);
  for (const PairEvent& event : events) ++first[LowerOf(event.pair) + 1];
  for (std::size_t i = 0; i < members; ++i) first[i + 1] += first[i];
  std::vector<PairEvent> dealt(events.size());
  std::vector<std::size_t> next(first.begin(), first.end() - 1);
  for (const PairEvent& event : events) dealt[next[LowerOf(event.pair)]++] = event;
  parallel(kLedgerParts, [&](int part) {
    const auto [from, to] = PartOf(part, members);
    for (std::size_t i = from; i < to; ++i) {
      std::sort(dealt.begin() + static_cast<std::ptrdiff_t>(first[i]),
                dealt.begin() + static_cast<std::ptrdiff_t>(first[i + 1]), before);
    }
  });
  events = std::move(dealt);
}

}  // namespace counterpoint::service
