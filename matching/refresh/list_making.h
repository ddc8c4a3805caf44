// From pools to the lists that members are shown, for all members at once.
//
// Without an exposure policy each list is by itself what RecommendPartners gives.
// With one, who is listed is decided for all members together (AllocateExposure),
// and what is left to each list is its order: that of Arrange, which live lists
// have too.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "matching/exposure/allocation.h"
#include "matching/index/member_index.h"
#include "matching/parallel.h"
#include "matching/policy/policy.h"
#include "matching/ranking/staff_rules.h"
#include "matching/refresh/pool.h"

namespace counterpoint::matching {

struct ListEntry {
  MemberPosition partner = 0;
  double score = 0;  // As RankedMatch has them.
  double gain = 0;
  double partner_gain = 0;
  std::optional<double> acceptance;
  bool pinned = false;
  std::string staff_rule;  // Id of the rule that AskerRules::Foremost names; empty: none.

  friend bool operator==(const ListEntry&, const ListEntry&) = default;
};

struct ListQuery {
  Policy policy;     // Its floor has been applied to the pools.
  absl::Time as_of;  // Of the pools.
  std::size_t list_size = 20;
  const StaffRules* rules = nullptr;  // Null: none. Those of the pools.
  // Whom each member is not to be shown beside itself and its partners, by
  // position, ascending. Empty: nobody.
  std::vector<std::vector<MemberPosition>> excluded;
};

struct MadeLists {
  std::vector<std::vector<ListEntry>> lists;  // By position of the member that reads.
  // Of the lists without and with the exposure policy, over the members that stand
  // in somebody's NeededPool; the same where there is none.
  Spread before;
  Spread after;
  // As Allocation has them.
  double loss = 0;
  bool met = true;
  std::size_t left_empty = 0;
};

// Whether lists depend on each other: which members one has hangs on those of others.
bool SharesExposure(const Policy& policy);

// How many entries of each pool MakeLists looks at: as many as the list is long; 200
// at least with diversity or an acceptance model; three lists, and 60 at least, where
// exposure is to be shared out.
std::size_t NeededPool(const Policy& policy, std::size_t list_size);
// As many, and some in reserve for members that leave the pool before the next full
// refresh.
std::size_t PoolSize(const Policy& policy, std::size_t list_size);

// `pools` are those of all members, each complete or with NeededPool entries at
// least. Partners that staff have pinned are shown whatever their score, the first
// of the list, unless they are not to be shown at all (AddPinned); they count for
// the cap and are not subject to it. With an exposure policy a candidate's relevance
// is what Arrange orders by (the score, or the probability of acceptance times the
// factor of staff rules); diversity then has no part in who is listed. Equal input
// gives equal output, whatever `parallel` does.
MadeLists MakeLists(const MemberIndex& index, const std::vector<Pool>& pools,
                    const ListQuery& query, const ParallelFor& parallel);

// The lists of some members alone, in the order of `targets`: each as MakeLists gives
// it. REQUIRES: the policy does not share out exposure.
std::vector<std::vector<ListEntry>> MakeListsOf(const MemberIndex& index,
                                                const std::vector<Pool>& pools,
                                                const std::vector<MemberPosition>& targets,
                                                const ListQuery& query,
                                                const ParallelFor& parallel);

}  // namespace counterpoint::matching
