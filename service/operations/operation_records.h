// What is written of operations, from their beginning to their end.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "counterpoint/v1/operation.pb.h"
#include "service/operations/operation_request.h"
#include "storage/store.h"

namespace counterpoint::service {

// An operation that is under way, and its record.
struct BegunOperation {
  OperationRequest request;
  storage::Record record;
};

// How an operation ends, and what is written with it.
struct OperationEnding {
  v1::Operation::State state = v1::Operation::STATE_UNSPECIFIED;
  std::string result{};
  absl::Status error{};
  std::vector<storage::Write> writes{};
};

// Whether a commit failed as a record that it relied on had been written or deleted
// before.
bool CameTooLate(const absl::Status& status);

// A record says all that is known of an operation but its phase and progress. Of the
// commits that rely on one as it is only the first takes place, so of several ends one
// counts. Borrows the store. Thread-safe.
class OperationRecords {
 public:
  // `retention` is how long an operation is kept after its end.
  OperationRecords(storage::Store& store, std::function<absl::Time()> clock,
                   absl::Duration retention);

  // Of all alliances, the oldest first. Those that cannot be read are left out: they
  // say so to whoever asks for them. Errors: DATA_LOSS, UNAVAILABLE.
  absl::StatusOr<std::vector<BegunOperation>> UnderWay() const;

  // Id of the operation that a request with this id has begun before, if one has.
  // Errors: INVALID_ARGUMENT (the id was used for something else), UNAVAILABLE.
  absl::StatusOr<std::optional<std::string>> FindRepeated(const OperationRequest& request) const;

  // Writes that one has begun. Errors: those of storage::Store::Commit.
  absl::StatusOr<storage::Record> Begin(const OperationRequest& request, const std::string& id);

  // Commits writes of its work where `begun` is still its present record, which is
  // then the one that this has written. Errors: CANCELLED where it is not, those of
  // the store about the writes.
  absl::Status Save(const std::string& alliance, storage::Record& begun,
                    std::vector<storage::Write> writes);

  // Ends it where `begun` is still its present record. Errors: NOT_FOUND or ABORTED
  // where it is not, and those of the store about the writes.
  absl::Status End(const std::string& alliance, const storage::Record& begun,
                   OperationEnding ending);

  // What a failed commit of an operation's work means: CANCELLED where it has ended,
  // else `failed`.
  absl::Status WhyNotCommitted(const std::string& alliance, const storage::Record& begun,
                               const absl::Status& failed) const;

 private:
  storage::Store& store_;
  const std::function<absl::Time()> clock_;
  const absl::Duration retention_;
};

}  // namespace counterpoint::service
