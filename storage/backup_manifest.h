// The list of a backup's files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace counterpoint::storage {

// Name of the manifest's file in the backup's directory.
inline constexpr char kBackupManifestName[] = "backup-manifest";

// A file of the backup.
struct BackupFile {
  std::string name;    // Without a directory.
  std::string digest;  // SHA-256 in hexadecimal.
  std::uint64_t bytes = 0;
};

// Text of a line each: "counterpoint-backup 1", "<digest> <bytes> <name>" for
// each file, and "<digest of all lines before> end".
std::string EncodeBackupManifest(const std::vector<BackupFile>& files);
// Errors: DATA_LOSS, FAILED_PRECONDITION (a newer form).
absl::StatusOr<std::vector<BackupFile>> DecodeBackupManifest(absl::string_view text);

}  // namespace counterpoint::storage
