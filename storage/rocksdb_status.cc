#include "storage/rocksdb_status.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace counterpoint::storage {
namespace {

absl::StatusCode IoErrorCode(const rocksdb::Status& status, const std::string& text) {
  switch (status.subcode()) {
    case rocksdb::Status::kNoSpace:
    case rocksdb::Status::kSpaceLimit:
      return absl::StatusCode::kResourceExhausted;
    case rocksdb::Status::kPathNotFound:
      return absl::StatusCode::kNotFound;
    default:
      break;
  }
  // RocksDB has no code for these; the text is the system's.
  for (const char* denied :
       {"Permission denied", "Operation not permitted", "Read-only file system"}) {
    if (absl::StrContains(text, denied)) return absl::StatusCode::kPermissionDenied;
  }
  return absl::StatusCode::kUnavailable;
}

absl::StatusCode Code(const rocksdb::Status& status, const std::string& text) {
  switch (status.code()) {
    case rocksdb::Status::kOk:
      return absl::StatusCode::kOk;
    case rocksdb::Status::kNotFound:
      return absl::StatusCode::kNotFound;
    case rocksdb::Status::kCorruption:
      return absl::StatusCode::kDataLoss;
    case rocksdb::Status::kIOError:
      return IoErrorCode(status, text);
    case rocksdb::Status::kIncomplete:
    case rocksdb::Status::kShutdownInProgress:
    case rocksdb::Status::kTimedOut:
    case rocksdb::Status::kAborted:
    case rocksdb::Status::kBusy:
    case rocksdb::Status::kTryAgain:
      return absl::StatusCode::kUnavailable;
    default:
      return absl::StatusCode::kInternal;
  }
}

bool IsLockHeld(const rocksdb::Status& status, const std::string& text) {
  return status.IsIOError() && (absl::StrContains(text, "lock hold by current process") ||
                                absl::StrContains(text, "While lock file"));
}

// What whoever runs the store is to do.
absl::string_view Remedy(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kResourceExhausted:
      return "; the disk is full: free some space";
    case absl::StatusCode::kDataLoss:
      return "; it is damaged: restore a backup";
    case absl::StatusCode::kPermissionDenied:
      return "; make it writable for the user that runs this program";
    case absl::StatusCode::kUnavailable:
      return "; try again, and look for the disk's errors in the system's log";
    default:
      return "";
  }
}

absl::Status Describe(absl::StatusCode code, absl::string_view subject, absl::string_view text) {
  return {code, absl::StrCat(subject, ": ", text, Remedy(code))};
}

}  // namespace

absl::Status FromRocksDb(const rocksdb::Status& status, absl::string_view subject) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = status.ToString();
  const absl::StatusCode code = Code(status, text);
  if (code == absl::StatusCode::kUnavailable && IsLockHeld(status, text)) {
    return absl::UnavailableError(absl::StrCat(subject, " is open in another process"));
  }
  return Describe(code, subject, text);
}

absl::Status FromOpenRocksDb(const rocksdb::Status& status, absl::string_view subject) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = status.ToString();
  absl::StatusCode code = Code(status, text);
  if (code == absl::StatusCode::kNotFound) code = absl::StatusCode::kDataLoss;
  if (code == absl::StatusCode::kPermissionDenied) code = absl::StatusCode::kUnavailable;
  return Describe(code, subject, text);
}

}  // namespace counterpoint::storage
