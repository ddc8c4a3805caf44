// A commit to one alliance while it is being staged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/record.h"
#include "storage/staging.h"
#include "storage/stored_value.h"

namespace counterpoint::storage {

// Gives the commit its revision and time and keeps records, their expiry index
// and the change log in step. Borrows the staging and the alliance's name. Not
// thread-safe.
class StagedCommit {
 public:
  // `head` is the alliance's before the commit. The time is the staging's, or
  // that of the last commit where the clock has gone back.
  StagedCommit(Staging& staging, absl::string_view alliance, const Head& head);
  StagedCommit(const StagedCommit&) = delete;
  StagedCommit& operator=(const StagedCommit&) = delete;

  std::int64_t revision() const { return head_.revision; }
  std::int64_t micros() const { return head_.commit_micros; }
  absl::Time time() const { return absl::FromUnixMicros(head_.commit_micros); }

  // Writes a record where `present` was.
  void Put(const Write& write, const std::optional<Record>& present);
  void Remove(Collection collection, const Record& present, ChangeKind kind);
  // Enters the change log and raises the head. Last of all.
  void Finish();

 private:
  void Log(Collection collection, ChangeKind kind, const std::string& id);
  void RemoveExpiry(Collection collection, const Record& record);

  Staging& staging_;
  const absl::string_view alliance_;
  Head head_;
  CommitChanges changes_;
};

}  // namespace counterpoint::storage
