// An alliance's own record, read and made ready for use.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "counterpoint/v1/alliance.pb.h"
#include "matching/policy/policy.h"
#include "matching/thesaurus/thesaurus.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// Immutable.
struct KnownAlliance {
  std::string id;
  storage::Record record;
  v1::Alliance stored;      // See conversion::StoredAllianceOf.
  matching::Policy policy;  // With its version.
  std::shared_ptr<const matching::Thesaurus> thesaurus;
  std::uint64_t thesaurus_fingerprint = 0;
};

// The version of the policy: what is stored, or the record's own revision where
// that is 0. A change of policy or topics stores 0, as its revision is known
// only once it is committed; any other change stores the version so far.
std::int64_t PolicyVersion(const v1::Alliance& stored, std::int64_t record_revision);

// The alliance as the API shows it. `revision` is that of the last commit to
// the alliance and its members. Errors: DATA_LOSS.
absl::StatusOr<v1::Alliance> ShownAlliance(absl::string_view alliance,
                                           const storage::Record& record, std::int64_t revision);

// Reads alliances and keeps those read last, as making a thesaurus takes
// milliseconds. Thread-safe.
class AllianceReader {
 public:
  // The alliance as it is in the view. Errors: NOT_FOUND, DATA_LOSS.
  absl::StatusOr<std::shared_ptr<const KnownAlliance>> Find(const storage::ReadView& view,
                                                            absl::string_view alliance)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Entry = std::shared_ptr<const KnownAlliance>;
  Entry Kept(absl::string_view alliance) const ABSL_LOCKS_EXCLUDED(mutex_);
  void Keep(const Entry& entry) ABSL_LOCKS_EXCLUDED(mutex_);

  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Entry> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::service
