// A hash that is the same on every machine and with every library, for what is kept
// on disk or decides who goes where.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace counterpoint::matching {

// FNV-1a, finished with the mixer of SplitMix64.
inline std::uint64_t StableHash(absl::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
  return hash ^ (hash >> 31);
}

}  // namespace counterpoint::matching
