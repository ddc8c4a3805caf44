// Pools and lists between memory and blocks of records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "counterpoint/stored/generation_record.pb.h"
#include "matching/refresh/pool.h"
#include "service/recommendations/stored_lists.h"

namespace counterpoint::service {

// How many members a block of pools and one of lists are about, so that neither
// becomes much larger than a megabyte.
int BlockMembers(std::size_t pool_size);

// Of the members from `first` on. Positions are of the generation's members.
stored::GenerationBlock PoolBlockOf(std::uint32_t first, absl::Span<const matching::Pool> pools);

// Puts the pools of a block in their places. Errors: DATA_LOSS where the block's
// columns do not fit each other, or name members beyond `pools`.
absl::Status TakePools(const stored::GenerationBlock& block, std::vector<matching::Pool>& pools);

// Of `count` members from `first` on.
stored::GenerationLists ListBlockOf(const StoredLists& lists, std::uint32_t first,
                                    std::uint32_t count);

// What StoredLists is made of, block by block, in order.
struct ListColumns {
  std::vector<std::size_t> first = {0};
  std::vector<StoredEntry> entries;
  std::vector<std::string> rules;
};
// Adds the lists of a block. Errors: DATA_LOSS where it is not the one that comes
// next, its columns do not fit each other, or name members beyond `members`.
absl::Status TakeLists(const stored::GenerationLists& block, std::size_t members,
                       ListColumns& columns);

// SHA-256 in hexadecimal of who stands in whose list with what numbers: neither of
// blocks nor of the order of rules. Equal on every machine.
std::string DigestOf(const StoredLists& lists);

}  // namespace counterpoint::service
