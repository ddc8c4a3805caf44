// Which members have accepted each other, as it is recorded.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/container/inlined_vector.h"
#include "service/feedback/interaction_facts.h"
#include "service/feedback/pair_bonds.h"

namespace counterpoint::service {

// Two members consent where the last word of each on the other is ACCEPTED and not
// DECLINED (which counts as the later of two of one second), or where they have signed
// an agreement; unless a conflict of the two is recorded. Thread-safe for reading.
class PairConsents {
 public:
  // Whether interactions of that kind matter.
  static bool Matters(std::uint8_t kind);

  // Takes in what happened or what is said no longer. REQUIRES: its kind matters; what
  // is removed was added.
  void Add(const InteractionFact& fact);
  void Remove(const InteractionFact& fact);

  // The numbers of those with whom the member and which have consented, in no
  // particular order.
  std::vector<std::uint32_t> Of(std::uint32_t member) const;

 private:
  struct Word {
    std::int64_t occurred;  // Unix seconds.
    std::uint8_t kind;
    bool of_first;  // Of the pair.
  };
  using Words = absl::InlinedVector<Word, 2>;

  static bool Consent(const Words& words);
  void Judge(const NumberedPair& pair);

  absl::flat_hash_map<NumberedPair, Words> words_;
  absl::flat_hash_map<std::uint32_t, absl::flat_hash_set<std::uint32_t>> consents_;  // Both ways.
};

}  // namespace counterpoint::service
