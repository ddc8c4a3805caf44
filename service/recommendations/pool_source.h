// Pools that were made before, brought to where a refresh can go on with them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "matching/refresh/pool.h"
#include "service/recommendations/generation_store.h"
#include "service/recommendations/refresh_inputs.h"
#include "service/recommendations/warm_pools.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// In present positions, without members that are gone or have changed, and without
// pairs that are kept apart now.
struct PoolSource {
  std::vector<matching::Pool> pools;  // One for each present member.
  // Present members whose features may not be what the pools were made with, and
  // those that are new; and those of pairs that were kept apart and no longer are.
  std::vector<matching::MemberPosition> changed;  // Ascending.
  // Pools of the members before this position are there, but for those of `changed`;
  // the others are empty.
  std::size_t done = 0;
  // Members, features and exclusions are what they were: the pools are as they were
  // kept.
  bool is_untouched = false;
  // Where the former members stand now, by former position (PresentPositions).
  std::vector<matching::MemberPosition> positions;
  // Of each present member, whether its pool has lost entries or was not there: those
  // of `changed` and more.
  std::vector<bool> touched;
};

// Why pools made for one record cannot be used for the other, in a sentence; nothing
// where they can. `wanted` has fingerprints, pool size and as_of_time.
std::optional<std::string> WhyNotUsable(const stored::GenerationRecord& source,
                                        const stored::GenerationRecord& wanted);

// Of a complete generation, or of one that was being made, with its `members`. Takes
// the pools out of memory where they are there. REQUIRES: nothing speaks against it.
// Errors: DATA_LOSS, UNAVAILABLE.
absl::StatusOr<PoolSource> TakePoolSource(const storage::ReadView& view, WarmPools& warm,
                                          const KeptGeneration& source,
                                          const std::vector<std::string>& members,
                                          const RefreshInputs& inputs);

// As TakePoolSource(), of what has been read. `pools` has one for each of `members`,
// of which those from `done` on count for nothing.
PoolSource BringForward(const std::vector<std::string>& members, std::vector<matching::Pool> pools,
                        std::size_t done, const PositionPairs& excluded,
                        const stored::GenerationRecord& source, const RefreshInputs& inputs);

}  // namespace counterpoint::service
