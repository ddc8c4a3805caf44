// A participant's day as local search wants it: as few words as the session's
// slots need, so that a day of up to 64 slots is one register.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "matching/planning/slot_set.h"

namespace counterpoint::matching {

template <int kWords>
class DayMask {
 public:
  DayMask() = default;
  explicit DayMask(const SlotSet& slots) {
    for (int i = 0; i < kWords; ++i) words_[static_cast<std::size_t>(i)] = slots.word(i);
  }

  bool contains(int slot) const { return (words_[Word(slot)] >> (slot % 64) & 1) != 0; }
  void Flip(int slot) { words_[Word(slot)] ^= std::uint64_t{1} << (slot % 64); }

  bool empty() const { return words_ == decltype(words_){}; }
  int size() const {
    int size = 0;
    for (const std::uint64_t word : words_) size += std::popcount(word);
    return size;
  }

  // Every slot one later, or one earlier.
  DayMask Later() const {
    DayMask shifted;
    for (std::size_t i = 0; i < kWords; ++i) {
      shifted.words_[i] = words_[i] << 1 | (i > 0 ? words_[i - 1] >> 63 : 0);
    }
    return shifted;
  }
  DayMask Earlier() const {
    DayMask shifted;
    for (std::size_t i = 0; i < kWords; ++i) {
      shifted.words_[i] = words_[i] >> 1 | (i + 1 < kWords ? words_[i + 1] << 63 : 0);
    }
    return shifted;
  }
  // As numbers whose lowest bit is slot 0.
  DayMask Plus(const DayMask& other) const {
    DayMask sum;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < kWords; ++i) {
      const std::uint64_t part = words_[i] + carry;
      sum.words_[i] = part + other.words_[i];
      carry = (part < carry ? 1U : 0U) | (sum.words_[i] < part ? 1U : 0U);
    }
    return sum;
  }

  // The first slot from `slot` on, going round; -1 of the empty mask.
  int NextRound(int slot) const {
    const auto at = static_cast<std::size_t>(slot) / 64;
    const std::uint64_t rest = words_[at] >> (slot % 64);
    if (rest != 0) return slot + std::countr_zero(rest);
    for (std::size_t i = 1; i <= kWords; ++i) {
      const std::size_t word = (at + i) % kWords;
      if (words_[word] != 0) {
        return static_cast<int>(word) * 64 + std::countr_zero(words_[word]);
      }
    }
    return -1;
  }

  friend DayMask operator|(DayMask a, const DayMask& b) {
    for (std::size_t i = 0; i < kWords; ++i) a.words_[i] |= b.words_[i];
    return a;
  }
  friend DayMask operator&(DayMask a, const DayMask& b) {
    for (std::size_t i = 0; i < kWords; ++i) a.words_[i] &= b.words_[i];
    return a;
  }
  friend DayMask operator-(DayMask a, const DayMask& b) {
    for (std::size_t i = 0; i < kWords; ++i) a.words_[i] &= ~b.words_[i];
    return a;
  }

 private:
  static std::size_t Word(int slot) { return static_cast<std::size_t>(slot) / 64; }

  std::array<std::uint64_t, static_cast<std::size_t>(kWords)> words_{};
};

}  // namespace counterpoint::matching
