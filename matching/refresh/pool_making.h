// The candidates of all members at once.
//
// Each pair of members is looked at once for both. Members are cut into blocks; of
// two blocks the similarities of all needs to all offers, both ways, are bounded by
// matrix products (keys that many texts have, and latent vectors, as dense
// columns) and sums over postings (all other keys). From these follow bounds of
// the scores, by the formula of the score without what can only lower it. Pairs
// whose bound reaches the worst score of a full pool are kept, and judged exactly,
// the best bounds first. README.md has the steps and the files.
//
// Costs, for m members with n needs and o offers: m^2 n o multiplications for each
// dense column and latent dimension, and a few thousand exact judgements a member
// at most. Memory beside index and pools: what the texts of needs and offers have
// in common, about 24 bytes an entry; candidates, 48 bytes for each place of a
// pool; with partnerships 2 kB a member; and a few megabytes a thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/time/time.h"
#include "matching/index/member_index.h"
#include "matching/parallel.h"
#include "matching/policy/policy.h"
#include "matching/ranking/staff_rules.h"
#include "matching/refresh/block_product.h"
#include "matching/refresh/pool.h"

namespace counterpoint::matching {

struct PoolQuery {
  Policy policy;     // Its floor applies, its diversity does not.
  absl::Time as_of;  // For which deadlines, expiry and freshness are judged.
  std::size_t pool_size = 20;
  const StaffRules* rules = nullptr;  // Null: none. Vetoes and factors apply, pins do not.
  // Whom each member is not to be shown beside itself and its partners, by
  // position, ascending. Symmetric. Empty: nobody.
  std::vector<std::vector<MemberPosition>> excluded;
  // Of the products that find candidates; the pools are the same in each.
  Arithmetic arithmetic = QuickestArithmetic();
};

// What it took, for measurements: equal on every machine but for `judged`, which
// depends on the order in which threads come to the blocks.
struct PoolEffort {
  std::int64_t pairs = 0;            // Members compared with each other.
  std::int64_t multiplications = 0;  // Of numbers, in matrix products.
  std::int64_t judged = 0;           // Pairs that were scored exactly.
};

// Told between blocks, on the calling thread: how many of the targets have their
// pools, in the order of `targets`, whose pools no longer change. False stops.
using PoolProgress = std::function<bool(std::size_t made)>;

// Makes the pools of `targets` (ascending), exact over all members: equal, to the
// last bit, to what RecommendPartners lists for each of them. Those of `targets`
// that are in `changed` too (ascending, a subset) are also offered to the pools of
// all other members, which have to be what they were before with the changed
// members taken out: afterwards they are right again wherever they are complete,
// or what has been taken out still leaves as many as will be needed. `pools` has a
// place for each member of the index; those of targets are replaced. Returns false
// where it was stopped: the pools told to be made are right, the others are not.
bool MakePools(const MemberIndex& index, const PoolQuery& query,
               const std::vector<MemberPosition>& targets,
               const std::vector<MemberPosition>& changed, std::vector<Pool>& pools,
               const ParallelFor& parallel, const PoolProgress& progress,
               PoolEffort* effort = nullptr);

// The pools of all members after those in `changed` (ascending) have changed or
// come: `pools` holds what was made before of everybody else, in present positions,
// without the entries of members that are gone or have changed, for which a pool
// may have become short. Pools that have less than `needed` entries left and are
// not complete are made anew. Equal to making all pools anew, up to the first
// `needed` entries of each.
bool UpdatePools(const MemberIndex& index, const PoolQuery& query, std::size_t needed,
                 const std::vector<MemberPosition>& changed, std::vector<Pool>& pools,
                 const ParallelFor& parallel, const PoolProgress& progress,
                 PoolEffort* effort = nullptr);

}  // namespace counterpoint::matching
