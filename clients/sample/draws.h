#pragma once

#include <cstddef>
#include <cstdint>

namespace counterpoint::sample {

// A stream of pseudo-random numbers: SplitMix64 (Steele, Lea, Flood: "Fast
// splittable pseudorandom number generators", 2014). Everything is whole-number
// arithmetic, so a seed gives the same numbers with every compiler and library.
//
// Not safe for use by several threads at once; it is a few bytes, give each its
// own.
class Draws {
 public:
  explicit Draws(uint64_t seed) : state_(seed) {}

  // The stream number `stream` of `seed`. Streams of one seed are unrelated.
  static Draws OfStream(uint64_t seed, uint64_t stream);

  // The next 64 bits.
  uint64_t Next();

  // Uniform in [0, `count`), off by less than `count` / 2^32. REQUIRES: `count`
  // is between 1 and 2^32 - 1.
  size_t Below(size_t count);

  // Uniform in [`low`, `high`]. REQUIRES: `low` <= `high`, less than 2^32 - 1
  // apart.
  int64_t Between(int64_t low, int64_t high);

  // True `part` times in `whole`. REQUIRES: 0 <= `part` <= `whole`, `whole` > 0.
  bool Chance(uint32_t part, uint32_t whole);

  // A rank from 1 to 2^62 under a Zipf law: P(rank > r) is about r^(-1/2), which
  // gives rank r a share proportional to r^(-3/2). Among n draws, the number of
  // different ranks grows like n^(2/3), as the vocabulary of real text does.
  uint64_t ZipfRank();

 private:
  uint64_t state_;
};

}  // namespace counterpoint::sample
