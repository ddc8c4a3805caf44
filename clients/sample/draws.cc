#include "clients/sample/draws.h"

namespace counterpoint::sample {

Draws Draws::OfStream(uint64_t seed, uint64_t stream) {
  // Neighbouring states of SplitMix64 are one step apart on the same cycle, so
  // seed and stream are mixed before they become a state.
  const uint64_t mixed_seed = Draws(seed).Next();
  return Draws(Draws(mixed_seed ^ stream).Next());
}

uint64_t Draws::Next() {
  state_ += 0x9e3779b97f4a7c15U;
  uint64_t bits = state_;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
  return bits ^ (bits >> 31);
}

size_t Draws::Below(size_t count) {
  return static_cast<size_t>(((Next() >> 32) * static_cast<uint64_t>(count)) >> 32);
}

int64_t Draws::Between(int64_t low, int64_t high) {
  return low + static_cast<int64_t>(Below(static_cast<size_t>(high - low) + 1));
}

bool Draws::Chance(uint32_t part, uint32_t whole) { return Below(whole) < part; }

uint64_t Draws::ZipfRank() {
  // The inverse of the distribution function: rank = 1 / u^2 for u in (0, 1],
  // here with u in units of 2^-31.
  const uint64_t u = (Next() >> 33) + 1;
  return (uint64_t{1} << 62) / (u * u);
}

}  // namespace counterpoint::sample
