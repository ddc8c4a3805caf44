#include "storage/backup_manifest.h"

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/digest.h"

namespace counterpoint::storage {
namespace {

constexpr char kTitle[] = "counterpoint-backup ";
constexpr char kHeading[] = "counterpoint-backup 1\n";

std::string LastLine(absl::string_view lines_before) {
  return absl::StrCat(absl::BytesToHexString(DigestOf(lines_before)), " end\n");
}

// A file of the backup's own directory.
bool IsFileName(absl::string_view name) {
  return !name.empty() && name != "." && name != ".." && !absl::StrContains(name, "/");
}

absl::Status Damaged() { return absl::DataLossError("the backup's manifest is damaged"); }

}  // namespace

std::string EncodeBackupManifest(const std::vector<BackupFile>& files) {
  std::string text = kHeading;
  for (const BackupFile& file : files) {
    absl::StrAppend(&text, file.digest, " ", file.bytes, " ", file.name, "\n");
  }
  return absl::StrCat(text, LastLine(text));
}

absl::StatusOr<std::vector<BackupFile>> DecodeBackupManifest(absl::string_view text) {
  const std::size_t last_size = LastLine("").size();
  if (text.size() < last_size) return Damaged();
  absl::string_view lines = text.substr(0, text.size() - last_size);
  if (text.substr(lines.size()) != LastLine(lines)) return Damaged();
  if (!absl::ConsumePrefix(&lines, kHeading)) {
    return absl::StartsWith(lines, kTitle)
               ? absl::FailedPreconditionError("the backup is of a newer program")
               : Damaged();
  }
  std::vector<BackupFile> files;
  for (absl::string_view line : absl::StrSplit(lines, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits(' ', 2));
    BackupFile& file = files.emplace_back();
    if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &file.bytes) || !IsFileName(parts[2])) {
      return Damaged();
    }
    file.digest = parts[0];
    file.name = parts[2];
  }
  return files;
}

}  // namespace counterpoint::storage
