// Which generations are kept, and the taking away of the others.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "service/recommendations/generation_store.h"
#include "storage/store.h"

namespace counterpoint::service {

// Complete generations of each sort; the current one is kept beside them.
inline constexpr int kGenerationsKept = 10;
inline constexpr int kShadowsKept = 5;

// Numbers of the complete generations that are not to be kept once another one, a
// shadow or not, is complete; one that then is current, where it is none.
std::vector<int> SupersededBy(bool shadow, const std::vector<KeptGeneration>& generations,
                              int current);

// Takes away what nobody can reach, in commits of a hundred deletions: generations
// that were broken off or whose operation has ended, parts of those that are gone and
// that none of the others is read from, the pools of all but the newest that the next
// refresh begins with, and all but the last thousand steps. Harms nothing that goes on meanwhile.
// Errors: DATA_LOSS, those of storage::Store::Commit.
absl::Status SweepGenerations(storage::Store& store, const std::string& alliance);

}  // namespace counterpoint::service
