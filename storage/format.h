// Which directories are a store's, and of which format.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "rocksdb/env.h"

namespace counterpoint::storage {

class Database;

// Raised when a store written by this code could not be read by the code
// before.
inline constexpr std::uint64_t kFormatVersion = 2;
// The first version that has the column family `audit`.
inline constexpr std::uint64_t kAuditFormatVersion = 2;
// The key in the column family `default` with the version, as AppendUnsigned.
inline constexpr char kFormatKey[] = "counterpoint.format";

// Whether a store can be opened, or made, in `path`; changes nothing there.
// Errors: NOT_FOUND (`must_exist` and there is none), FAILED_PRECONDITION (a
// newer format, or a database that is not a store's), DATA_LOSS (what is left
// of a database), UNAVAILABLE, PERMISSION_DENIED.
absl::Status CheckDirectory(rocksdb::Env& env, const std::string& path, bool must_exist);

// Reads the version of an open database. Errors: as CheckDirectory, FAILED_PRECONDITION
// where there is none.
absl::Status CheckFormat(const Database& database);

// Reads the version of an open database, and writes it to a new one and to one of an
// earlier version, which has got what it lacked when it was opened. Errors: as
// CheckDirectory.
absl::Status CheckOrWriteFormat(Database& database);

}  // namespace counterpoint::storage
