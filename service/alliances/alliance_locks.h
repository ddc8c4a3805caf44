// Keeps an alliance as it is while its members are written.
#pragma once

#include <array>

#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace counterpoint::service {

// A commit to members can't ask the store whether the alliance is still there,
// or still has the topics that the members were checked against. So writers of
// members hold the alliance's lock shared, from reading the alliance to the end
// of the commit, and writers of the alliance hold it alone. Only one process
// has a store open, so this is enough. Alliances share locks. Thread-safe.
class AllianceLocks {
 public:
  absl::Mutex& Of(absl::string_view alliance) {
    return locks_[absl::Hash<absl::string_view>()(alliance) % locks_.size()];
  }

 private:
  std::array<absl::Mutex, 256> locks_;
};

}  // namespace counterpoint::service
