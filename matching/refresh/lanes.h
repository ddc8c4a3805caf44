// Sixteen numbers at a time, in whatever registers the machine has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace counterpoint::matching {

inline constexpr std::size_t kLanes = 16;

constexpr std::size_t ToLanes(std::size_t count) { return (count + kLanes - 1) / kLanes * kLanes; }

// A vector type of GCC and clang, with the operators of numbers by lane and a
// choice by lane, `mask ? a : b`. Never passed by value: how that is done depends
// on the machine.
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));

inline void Load(const float* from, Lanes& lanes) { std::memcpy(&lanes, from, sizeof(lanes)); }
inline void Store(const Lanes& lanes, float* to) { std::memcpy(to, &lanes, sizeof(lanes)); }
inline void RaiseTo(Lanes& lanes, const Lanes& other) { lanes = lanes > other ? lanes : other; }

// Leaves the larger ones in `best` and the smaller ones in `other`.
inline void Order(Lanes& best, Lanes& other) {
  const Lanes larger = best > other ? best : other;
  other = best > other ? other : best;
  best = larger;
}

// Whether any lane is not 0.
inline bool Any(const Lanes& lanes) {
  std::uint64_t words[kLanes * sizeof(float) / sizeof(std::uint64_t)];
  std::memcpy(words, &lanes, sizeof(words));
  std::uint64_t any = 0;
  for (const std::uint64_t word : words) any |= word;
  return any != 0;
}

}  // namespace counterpoint::matching
