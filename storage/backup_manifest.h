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

struct BackupManifest {
  // By the store's clock, microseconds since 1970: what was acknowledged before the
  // beginning is in the backup, and nothing from after the end. 0 in form 1, which did
  // not tell.
  std::int64_t begin_micros = 0;
  std::int64_t end_micros = 0;
  // Of RocksDB, which counts each key that is written: those up to it are in the backup.
  std::int64_t sequence = 0;
  std::vector<BackupFile> files;

  std::uint64_t bytes() const;
};

// Text of a line each: "counterpoint-backup 2", "begin <micros>", "end <micros>",
// "sequence <number>", "<digest> <bytes> <name>" for each file, and "<digest of all
// lines before> end". Form 1 lacks the lines that tell of times and the sequence.
std::string EncodeBackupManifest(const BackupManifest& manifest);
// Reads both forms. Errors: DATA_LOSS, FAILED_PRECONDITION (a newer form).
absl::StatusOr<BackupManifest> DecodeBackupManifest(absl::string_view text);

}  // namespace counterpoint::storage
