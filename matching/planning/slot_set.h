// A set of slots of a session.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace counterpoint::matching {

// Up to kMost slots, numbered from 0 in the order of time. A plain value: 32
// bytes, compared and combined word by word.
class SlotSet {
 public:
  static constexpr int kMost = 256;

  constexpr SlotSet() = default;
  // The slots from `first` up to but without `end`. REQUIRES: 0 <= first,
  // end <= kMost.
  static constexpr SlotSet Range(int first, int end) {
    SlotSet set;
    for (int slot = first; slot < end; ++slot) set.Add(slot);
    return set;
  }
  static constexpr SlotSet Of(int slot) { return Range(slot, slot + 1); }

  constexpr void Add(int slot) { words_[Word(slot)] |= Bit(slot); }
  constexpr void Remove(int slot) { words_[Word(slot)] &= ~Bit(slot); }
  constexpr bool contains(int slot) const { return (words_[Word(slot)] & Bit(slot)) != 0; }

  constexpr bool empty() const { return words_ == decltype(words_){}; }
  constexpr int size() const {
    // Word by word: GCC 12 makes a wrong sum of a loop where it knows the bits.
    return std::popcount(words_[0]) + std::popcount(words_[1]) + std::popcount(words_[2]) +
           std::popcount(words_[3]);
  }
  // The earliest slot at or after `slot`; kMost where there is none.
  constexpr int Next(int slot) const {
    for (; slot < kMost; slot = (slot / 64 + 1) * 64) {
      const std::uint64_t rest = words_[Word(slot)] >> (slot % 64);
      if (rest != 0) return slot + std::countr_zero(rest);
    }
    return kMost;
  }
  constexpr int first() const { return Next(0); }
  // The latest slot; -1 of the empty set.
  constexpr int last() const {
    for (int word = kWords - 1; word >= 0; --word) {
      const std::uint64_t bits = words_[static_cast<std::size_t>(word)];
      if (bits != 0) return word * 64 + 63 - std::countl_zero(bits);
    }
    return -1;
  }
  // Slots 64 x word to 64 x word + 63, the earliest in the lowest bit.
  constexpr std::uint64_t word(int word) const { return words_[static_cast<std::size_t>(word)]; }

  constexpr SlotSet& operator&=(const SlotSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) words_[i] &= other.words_[i];
    return *this;
  }
  constexpr SlotSet& operator|=(const SlotSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) words_[i] |= other.words_[i];
    return *this;
  }
  // Takes away what `other` holds.
  constexpr SlotSet& operator-=(const SlotSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) words_[i] &= ~other.words_[i];
    return *this;
  }
  friend constexpr SlotSet operator&(SlotSet a, const SlotSet& b) { return a &= b; }
  friend constexpr SlotSet operator|(SlotSet a, const SlotSet& b) { return a |= b; }
  friend constexpr SlotSet operator-(SlotSet a, const SlotSet& b) { return a -= b; }
  friend constexpr bool operator==(const SlotSet&, const SlotSet&) = default;

  // Goes through the slots in order.
  class Iterator {
   public:
    constexpr Iterator(const SlotSet* set, int slot) : set_(set), slot_(slot) {}
    constexpr int operator*() const { return slot_; }
    constexpr Iterator& operator++() {
      slot_ = set_->Next(slot_ + 1);
      return *this;
    }
    constexpr bool operator!=(const Iterator& other) const { return slot_ != other.slot_; }

   private:
    const SlotSet* set_;
    int slot_;
  };
  constexpr Iterator begin() const { return {this, first()}; }
  constexpr Iterator end() const { return {this, kMost}; }

 private:
  static constexpr int kWords = kMost / 64;
  static_assert(kWords == 4);
  static constexpr std::size_t Word(int slot) { return static_cast<std::size_t>(slot) / 64; }
  static constexpr std::uint64_t Bit(int slot) { return std::uint64_t{1} << (slot % 64); }

  std::array<std::uint64_t, kWords> words_{};
};

}  // namespace counterpoint::matching
