// What keeps the pairs of an alliance's members apart, as it is recorded.
#pragma once

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "service/feedback/interaction_facts.h"
#include "service/feedback/kept_apart.h"

namespace counterpoint::service {

// Two members by their numbers, the smaller one first.
struct NumberedPair {
  std::uint32_t first = 0;
  std::uint32_t second = 0;

  static NumberedPair Of(const InteractionFact& fact);
  friend bool operator==(const NumberedPair& a, const NumberedPair& b) {
    return a.first == b.first && a.second == b.second;
  }
  template <typename H>
  friend H AbslHashValue(H h, const NumberedPair& pair) {
    return H::combine(std::move(h), pair.first, pair.second);
  }
};

// Several interactions may keep one pair apart. Not thread-safe.
class PairBonds {
 public:
  // Whether interactions of that kind keep two members apart.
  static bool KeepsApart(std::uint8_t kind);

  // Takes in what happened or what is said no longer. REQUIRES: its kind keeps
  // apart; what is removed was added.
  void Add(const InteractionFact& fact);
  void Remove(const InteractionFact& fact);

  // All of it together; of kind unspecified where there is nothing.
  KeptApart::Bond Of(const NumberedPair& pair) const;

 private:
  struct Tie {
    std::int64_t occurred;  // Unix seconds.
    std::uint8_t kind;
  };
  absl::flat_hash_map<NumberedPair, absl::InlinedVector<Tie, 1>> ties_;
};

}  // namespace counterpoint::service
