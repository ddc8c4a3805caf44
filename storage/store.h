// The record store: alliances' records on RocksDB.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/read_view.h"
#include "storage/record.h"
#include "storage/store_options.h"

namespace counterpoint::storage {

// Keeps records by alliance, collection and id. A commit is atomic and, once
// acknowledged, durable; commits of many threads share one sync. Each commit
// raises its alliance's revision by one and enters the change log. Thread-safe.
// The byte layout is in storage/README.md.
class Store {
 public:
  // Errors: NOT_FOUND (`must_exist` and no database), FAILED_PRECONDITION (the
  // database is of a newer format, or not a store's), UNAVAILABLE (another
  // process has it open), DATA_LOSS (damaged), PERMISSION_DENIED,
  // RESOURCE_EXHAUSTED (disk full).
  static absl::StatusOr<std::unique_ptr<Store>> Open(const StoreOptions& options);
  virtual ~Store() = default;

  // Errors, none of which has changed anything: ALREADY_EXISTS (kMustNotExist),
  // NOT_FOUND (kMustExist, kRevision or kDelete of a missing record), ABORTED
  // (kRevision of another revision), each naming the record's id;
  // INVALID_ARGUMENT (a request id reused for another request, or two writes to
  // one record). RESOURCE_EXHAUSTED (less room on the disk than the reserve; goes
  // on once there is more) has not changed anything either. After an I/O error
  // the store shows the commits before it and takes no others until it is opened
  // again: RESOURCE_EXHAUSTED (disk full), UNAVAILABLE (failed sync, read-only
  // disk and others) or DATA_LOSS, saying so; the commit that met with it is not
  // seen, and may be there, whole, when the store is opened again.
  // A commit without writes only returns the present revision and the time of
  // the last commit.
  virtual absl::StatusOr<CommitResult> Commit(CommitRequest request) = 0;

  // Removes the alliance with all its records, changes, request ids and
  // derived data in one commit. Its revision goes on from there, and its change
  // log starts there: readers of earlier revisions get OUT_OF_RANGE. The
  // precondition is on its record of kAlliance. Errors: as Commit of a kDelete
  // of that record.
  virtual absl::StatusOr<CommitResult> DropAlliance(absl::string_view alliance,
                                                    Precondition precondition) = 0;

  virtual std::shared_ptr<const ReadView> View() const = 0;

  // Keeps a view for pages to come and returns its number, never given twice.
  virtual std::uint64_t Pin(std::shared_ptr<const ReadView> view) = 0;
  // A pinned view, whose lifetime starts anew. Errors: NOT_FOUND where it has
  // run out, was pushed out, or the store was opened again.
  virtual absl::StatusOr<std::shared_ptr<const ReadView>> Pinned(std::uint64_t pin) = 0;

  // Calls `listener` after every commit, Sweep's included, in order of revision
  // and before the commit returns, perhaps on another thread that shares a sync
  // with it; one call at a time. At most one listener; set before the first
  // commit. Must be quick and must not call the store.
  using Listener = std::function<void(absl::string_view alliance, std::int64_t revision)>;
  virtual void SetListener(Listener listener) = 0;

  // Data that can be made anew from records. Written without a sync, the items
  // of a call together and with nothing else; gone with the alliance, though
  // what is put after the drop stays until the next. An empty payload deletes.
  struct Derived {
    std::string id;
    std::string payload;
  };
  virtual absl::Status PutDerived(absl::string_view alliance, std::uint8_t kind,
                                  const std::vector<Derived>& items) = 0;

  // What a round of Sweep did.
  struct Swept {
    std::int64_t expired_records = 0;
    std::int64_t forgotten_requests = 0;
    std::int64_t trimmed_changes = 0;  // Revisions whose changes went.
  };
  // Deletes records whose expire time has come (in commits of their own, with
  // kExpired in the log), forgets old request ids and trims the change log.
  // Call it now and then.
  virtual absl::StatusOr<Swept> Sweep() = 0;

  // What RocksDB says of itself.
  struct Statistics {
    std::int64_t table_bytes = 0;  // On disk.
    std::int64_t write_buffer_bytes = 0;
    std::int64_t block_cache_bytes = 0;
    std::int64_t pending_compaction_bytes = 0;
    std::int64_t background_errors = 0;
    // Bytes a second that writes are held back to; 0: they are not.
    std::int64_t delayed_write_rate = 0;
    bool writes_are_stopped = false;
  };
  virtual Statistics CurrentStatistics() const = 0;

  // Takes the place of the options' retentions from now on.
  virtual void SetRetention(absl::Duration requests, absl::Duration changes) = 0;

  // Writes a complete copy of the store's present state to a directory that
  // must not exist, though its parent must, with a manifest of sizes and
  // checksums. On the same file system, large files are shared with the store
  // by hard links. Writes go on meanwhile. Errors: ALREADY_EXISTS, NOT_FOUND,
  // RESOURCE_EXHAUSTED, PERMISSION_DENIED, UNAVAILABLE; nothing is left behind.
  virtual absl::Status Backup(const std::string& directory) = 0;
};

// Checks every file of a backup against its manifest. Errors: NOT_FOUND,
// DATA_LOSS naming the first file that differs.
absl::Status VerifyBackup(const std::string& directory);

// Verifies a backup, copies it to `path`, which is missing or an empty directory,
// and opens it once to prove that it can be. Errors: as VerifyBackup and
// Store::Open, ALREADY_EXISTS.
absl::Status RestoreBackup(const std::string& directory, const std::string& path);

}  // namespace counterpoint::storage
