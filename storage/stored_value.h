// What the database's values mean, and their bytes. Field numbers are on disk:
// never change or reuse one. They are listed in storage/README.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/record.h"

namespace counterpoint::storage {

// Where an alliance stands. Survives the alliance.
struct Head {
  std::int64_t revision = 0;
  // The latest revision whose changes are no longer in the log.
  std::int64_t trimmed_revision = 0;
  // Of the last commit, microseconds since 1970.
  std::int64_t commit_micros = 0;
};

// The changes of one commit; their revision is in the key.
struct CommitChanges {
  std::int64_t commit_micros = 0;
  std::vector<Change> changes;  // With revision and time filled in by Decode.
};

// A request that was carried out.
struct StoredRequest {
  std::int64_t revision = 0;
  std::int64_t commit_micros = 0;
  std::string fingerprint_digest;  // SHA-256.
  std::string reply;
};

std::string EncodeHead(const Head& head);
std::string EncodeRecord(const Record& record);  // All but the id.
std::string EncodeChanges(const CommitChanges& commit);
std::string EncodeRequest(const StoredRequest& request);

// Errors: DATA_LOSS.
absl::StatusOr<Head> DecodeHead(absl::string_view value);
absl::StatusOr<Record> DecodeRecord(absl::string_view value, std::string id);
absl::StatusOr<CommitChanges> DecodeChanges(absl::string_view value, std::int64_t revision);
absl::StatusOr<StoredRequest> DecodeRequest(absl::string_view value);

}  // namespace counterpoint::storage
