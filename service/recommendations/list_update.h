// New lists put together with those of the generation before that still hold.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "matching/exposure/allocation.h"
#include "matching/parallel.h"
#include "matching/policy/policy.h"
#include "matching/refresh/list_making.h"
#include "matching/refresh/pool.h"
#include "service/recommendations/stored_lists.h"

namespace counterpoint::service {

// Lists that may be taken over.
struct FormerLists {
  std::shared_ptr<const StoredLists> lists;            // Never null.
  std::vector<matching::MemberPosition> new_position;  // Of their members; kGone.
};

struct UpdatedLists {
  ListColumns columns;
  std::vector<ListDigest> digests;                // Of each list.
  std::vector<matching::MemberPosition> changed;  // Whose lists are not the former ones.
};

// `made` are the lists of `targets` (ascending), in present positions; all other
// members keep their former ones. `former` may be null where all are targets.
// REQUIRES: the partners in former lists of those that are no targets are all still
// there. Two lists are the same that have equal digests.
UpdatedLists UpdateLists(const FormerLists* former, const std::vector<std::string>& members,
                         const std::vector<matching::MemberPosition>& targets,
                         const std::vector<std::vector<matching::ListEntry>>& made,
                         const matching::ParallelFor& parallel);

// Whether SpreadOfLists() is able to tell.
bool CanTellSpread(const matching::ListQuery& query);

// How lists that are made each by itself are spread, as MakeLists tells of them, to
// the last bit. `needed` is NeededPool of the query. REQUIRES: CanTellSpread(query).
matching::Spread SpreadOfLists(const ListColumns& columns, const std::vector<matching::Pool>& pools,
                               std::size_t needed, const matching::ListQuery& query);

}  // namespace counterpoint::service
