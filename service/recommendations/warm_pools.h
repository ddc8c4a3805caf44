// Pools of the newest generations in memory, so that the next refresh need not read
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "matching/refresh/pool.h"

namespace counterpoint::service {

// Of the alliances that were refreshed last, eight million entries at most, 32 bytes
// each: enough for some 200,000 members with lists of 20. Whoever finds nothing here
// reads the store, which has the same. Thread-safe.
class WarmPools {
 public:
  static constexpr std::size_t kMostEntries = 8'000'000;

  explicit WarmPools(std::size_t most_entries = kMostEntries) : most_entries_(most_entries) {}

  // Pools of all members of a generation, as they are in the store, instead of those
  // of another generation of the alliance. `create_revision` is that of its record.
  // More than fit together are not kept.
  void Keep(const std::string& alliance, std::int64_t create_revision,
            std::vector<matching::Pool> pools) ABSL_LOCKS_EXCLUDED(mutex_);

  // Hands over those of a generation; nothing where they are not there.
  std::optional<std::vector<matching::Pool>> Take(const std::string& alliance,
                                                  std::int64_t create_revision)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Kept {
    std::string alliance;
    std::int64_t create_revision = 0;
    std::size_t entries = 0;
    std::vector<matching::Pool> pools;
  };

  const std::size_t most_entries_;
  absl::Mutex mutex_;
  std::list<Kept> kept_ ABSL_GUARDED_BY(mutex_);  // The last one in front.
};

}  // namespace counterpoint::service
