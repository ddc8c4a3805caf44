// Pools and lists between memory and blocks of records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "counterpoint/stored/generation_record.pb.h"
#include "matching/refresh/pool.h"
#include "service/recommendations/stored_lists.h"

namespace counterpoint::service {

// How many members a block of pools and one of lists are about, so that neither
// becomes much larger than a megabyte.
int BlockMembers(std::size_t pool_size);

// Of some members, ascending. Positions are of the generation's members; `pools` has
// those of all.
stored::GenerationBlock PoolBlockOf(absl::Span<const matching::MemberPosition> members,
                                    absl::Span<const matching::Pool> pools);
stored::GenerationLists ListBlockOf(const StoredLists& lists,
                                    absl::Span<const matching::MemberPosition> members);
// Of `count` members from `first` on.
stored::GenerationBlock PoolBlockOf(std::uint32_t first, std::uint32_t count,
                                    absl::Span<const matching::Pool> pools);
stored::GenerationLists ListBlockOf(const StoredLists& lists, std::uint32_t first,
                                    std::uint32_t count);

// Calls `take` with the pools of a block in order of member. Errors: DATA_LOSS where
// the block's columns do not fit each other, or name members from `members` on; what
// has been taken until then counts for nothing.
absl::Status TakePools(const stored::GenerationBlock& block, std::size_t members,
                       absl::FunctionRef<void(matching::MemberPosition, matching::Pool)> take);

// The same with lists. Rules of entries are places in `rules`, from 1, to which those
// of the block are added that are not yet there.
absl::Status TakeLists(
    const stored::GenerationLists& block, std::size_t members, std::vector<std::string>& rules,
    absl::FunctionRef<void(matching::MemberPosition, absl::Span<const StoredEntry>)> take);

}  // namespace counterpoint::service
