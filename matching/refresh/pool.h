// The candidates of one member, from which its list is made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace counterpoint::matching {

// Where a member stands among all of an index, in order of id (MemberIndex::All).
using MemberPosition = std::uint32_t;

struct PoolEntry {
  MemberPosition partner = 0;
  double score = 0;  // As RankedMatch has it, with the factor of staff rules.
  double gain = 0;
  double partner_gain = 0;

  friend bool operator==(const PoolEntry&, const PoolEntry&) = default;
};

// The best candidates of a member, best first, ties in order of position (so of
// id). `complete` where these are fewer than were asked for: then they are all
// that could be listed and reach the policy's floor. Else whoever is not among
// them is not better than the last.
struct Pool {
  std::vector<PoolEntry> entries;
  bool complete = false;

  friend bool operator==(const Pool&, const Pool&) = default;
};

}  // namespace counterpoint::matching
