// Pools and lists of a generation, put together from its layers.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "matching/refresh/pool.h"
#include "service/recommendations/generation_store.h"
#include "service/recommendations/stored_lists.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// The lists of a complete generation; that of a member that was erased is empty, and it is
// in no other one. Errors, as below: DATA_LOSS where something is
// missing or cannot be read, UNAVAILABLE.
absl::StatusOr<std::shared_ptr<const StoredLists>> ReadLists(const storage::ReadView& view,
                                                             const KeptGeneration& kept,
                                                             int current);

// Puts pools in their places of `pools`, which has one for each of `members`, those of
// the generation. DATA_LOSS also where a member was erased since: the text model is learnt
// anew then, and all pools are made anew. Says how many of the first members have theirs: all, unless the
// generation is still being made.
absl::StatusOr<std::size_t> ReadPools(const storage::ReadView& view, const KeptGeneration& kept,
                                      const std::vector<std::string>& members,
                                      std::vector<matching::Pool>& pools);

}  // namespace counterpoint::service
