// Who must not be recommended to whom, by what is recorded between them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "counterpoint/v1/interaction.pb.h"

namespace counterpoint::service {

// Of one alliance at one revision. Symmetric. Immutable and thread-safe.
class KeptApart {
 public:
  // For how long a decline keeps two members apart.
  static constexpr absl::Duration kDeclineLasts = absl::Hours(24 * 180);

  struct Pair {
    std::string partner;  // Id.
    // DECLINED, PARTNERSHIP, AGREEMENT_SIGNED or CONFLICT: the one that lasts
    // longest, of equals the lowest number.
    v1::InteractionKind kind = v1::INTERACTION_KIND_UNSPECIFIED;
    absl::Time until = absl::InfiniteFuture();  // From then on it does not count.
  };

  // In order of partner; those too that have run out.
  const std::vector<Pair>& Of(absl::string_view member) const;
  // Null where nothing keeps the two apart at that time.
  const Pair* Between(absl::string_view member, absl::string_view partner, absl::Time now) const;
  bool empty() const { return pairs_.empty(); }

  std::int64_t revision() const { return revision_; }
  // Equal for equal pairs that count at that time.
  std::uint64_t Fingerprint(absl::Time now) const;

 private:
  friend class Feedback;
  absl::flat_hash_map<std::string, std::vector<Pair>> pairs_;  // By member.
  std::int64_t revision_ = 0;
};

}  // namespace counterpoint::service
