// Who must not be recommended to whom, by what is recorded between them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "counterpoint/v1/interaction.pb.h"

namespace counterpoint::service {

// Of one alliance at one moment of its history. Symmetric. Immutable and
// thread-safe. Members lie in shards, which a changed copy shares with what it was
// copied from, but for those of the members that it changes: a decline among
// 100,000 pairs copies some hundreds.
class KeptApart {
 public:
  // For how long a decline keeps two members apart.
  static constexpr absl::Duration kDeclineLasts = absl::Hours(24 * 180);

  // What keeps two members apart, all interactions between them together.
  struct Bond {
    // The one that lasts longest: CONFLICT, PARTNERSHIP, AGREEMENT_SIGNED, the
    // first of them that there is; else DECLINED. Unspecified: none.
    v1::InteractionKind kind = v1::INTERACTION_KIND_UNSPECIFIED;
    absl::Time until = absl::InfiniteFuture();  // From then on it does not count.
    // From then on no decline counts. That of a pair of past partners keeps them
    // apart where partners would be listed.
    absl::Time declined_until = absl::InfinitePast();

    bool Counts(absl::Time now, bool include_partners = false) const;
    friend bool operator==(const Bond& a, const Bond& b) {
      return a.kind == b.kind && a.until == b.until && a.declined_until == b.declined_until;
    }
  };
  struct Pair : Bond {
    std::string partner;  // Id.
  };

  // In order of partner; those too that have run out.
  const std::vector<Pair>& Of(absl::string_view member) const;
  // Null where nothing keeps the two apart at that time.
  const Pair* Between(absl::string_view member, absl::string_view partner, absl::Time now) const;
  bool empty() const { return members_ == 0; }

  // Of the alliance when it was last seen to change: the pairs of later revisions
  // may be the same.
  std::int64_t revision() const { return revision_; }
  // Equal for equal pairs that count at that time, by kind. Costs a pass over all.
  std::uint64_t Fingerprint(absl::Time now) const;

  // What is between two members from now on; of kind unspecified: nothing.
  struct Change {
    std::string member;
    std::string partner;
    Bond bond;
  };
  // At most one change for each pair, in either order of its members.
  KeptApart With(const std::vector<Change>& changes, std::int64_t revision) const;

 private:
  static constexpr std::size_t kShards = 256;
  using Pairs = std::vector<Pair>;
  using Shard = absl::flat_hash_map<std::string, std::shared_ptr<const Pairs>>;  // By member.

  static std::size_t ShardOf(absl::string_view member);

  std::array<std::shared_ptr<const Shard>, kShards> shards_;  // Null: an empty one.
  std::size_t members_ = 0;                                   // In all shards.
  std::int64_t revision_ = 0;
};

}  // namespace counterpoint::service
