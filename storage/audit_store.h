// A store that keeps an audit trail beside its records.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/audit.h"
#include "storage/backup_options.h"
#include "storage/erasure.h"
#include "storage/store.h"

namespace counterpoint::storage {

// One chain for each alliance, which outlives it, and one for the rest. Thread-safe.
class AuditStore : public Store {
 public:
  // Errors: as Store::Open.
  static absl::StatusOr<std::unique_ptr<AuditStore>> Open(const StoreOptions& options);

  // As Commit() and DropAlliance(), with an entry in the alliance's chain: both are on
  // disk or neither. A commit that is repeated or has no writes enters nothing.
  virtual absl::StatusOr<CommitResult> CommitAudited(CommitRequest request, AuditEvent event) = 0;
  virtual absl::StatusOr<CommitResult> DropAudited(absl::string_view alliance,
                                                   Precondition precondition, AuditEvent event) = 0;

  // Enters what has changed nothing, in this order. Without a sync: a power cut, and
  // not a killed process, can lose the last ones. Errors: as Commit() of I/O.
  virtual absl::Status AppendAudit(absl::string_view chain, std::vector<AuditEvent> events) = 0;

  // Errors of all that read: DATA_LOSS, UNAVAILABLE.
  virtual absl::StatusOr<AuditHead> GetAuditHead(absl::string_view chain) const = 0;
  // Those of the entries from `first` up to and with `last` that are there, in order.
  virtual absl::StatusOr<std::vector<AuditEntry>> AuditEntries(absl::string_view chain,
                                                               std::int64_t first,
                                                               std::int64_t last) const = 0;

  // Computes the chain anew as it is at this moment. Errors: DATA_LOSS that names the
  // first entry that does not hold, and FAILED_PRECONDITION where the anchor is older
  // than what retention has left.
  virtual absl::StatusOr<AuditCheck> VerifyAuditChain(
      absl::string_view chain, const std::optional<AuditAnchor>& anchor) const = 0;

  // Removes entries from before `before` from the front of all chains, and moves their
  // checkpoints. How many went.
  virtual absl::StatusOr<std::int64_t> TrimAudit(absl::Time before) = 0;

  // Whether a name goes, by its place among those of its entry, which have no digests here.
  // Asked twice about one that does, the second time while other writes wait.
  using IsErased = absl::FunctionRef<bool(
      absl::string_view chain, absl::Span<const AuditEntry::Name> names, std::size_t name)>;
  // Erases names of all entries of all chains, unless `only_look`. `is_erased` is not asked
  // about those that are erased. Their bytes are on disk until Erasure::RewriteFiles().
  // Costs a pass over all names, in which others go on writing; what is entered meanwhile
  // may be left. How many there were.
  virtual absl::StatusOr<std::int64_t> EraseAuditNames(IsErased is_erased, bool only_look) = 0;

  // As Backup(), with what its options say. Errors: as Backup(), and CANCELLED.
  virtual absl::Status BackUp(const std::string& directory, const BackupOptions& options) = 0;

  // Lives as long as the store.
  virtual Erasure& erasure() = 0;
};

// Computes all chains of a store or backup anew, in order of their names, without
// changing anything there. `anchor` is of `anchored_chain`. Errors: as
// VerifyAuditChain(), and those of opening: NOT_FOUND, FAILED_PRECONDITION and others.
absl::StatusOr<std::vector<AuditCheck>> VerifyAudit(const std::string& path,
                                                    absl::string_view anchored_chain,
                                                    const std::optional<AuditAnchor>& anchor);

}  // namespace counterpoint::storage
