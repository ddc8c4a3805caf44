// Random numbers of the searches.
#pragma once

#include <cstdint>

namespace counterpoint::matching {

// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}
  // From 0 to below `end`.
  int Below(int end) {
    return static_cast<int>((Next() >> 32) * static_cast<std::uint64_t>(end) >> 32);
  }
  // Out of 2^32.
  std::uint32_t Chance() { return static_cast<std::uint32_t>(Next() >> 32); }

 private:
  std::uint64_t Next() {
    std::uint64_t x = state_ += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
  }

  std::uint64_t state_;
};

}  // namespace counterpoint::matching
