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

  // Runs of slots with nothing between them.
  int runs() const {
    int runs = 0;
    const DayMask begins = Begins();
    for (const std::uint64_t word : begins.words_) runs += std::popcount(word);
    return runs;
  }
  int breaks() const {
    const int count = runs();
    return count > 1 ? count - 1 : 0;
  }
  // The first slot of each run, and the first or last.
  DayMask Begins() const { return *this - Later(); }
  DayMask Edges() const { return Begins() | (*this - Earlier()); }
  // Slots right beside a run.
  DayMask Beside() const { return (Later() | Earlier()) - *this; }

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

  std::array<std::uint64_t, static_cast<std::size_t>(kWords)> words_{};
};

}  // namespace counterpoint::matching
