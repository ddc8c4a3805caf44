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
constexpr char kHeading[] = "counterpoint-backup 2\n";
constexpr char kFirstHeading[] = "counterpoint-backup 1\n";

std::string LastLine(absl::string_view lines_before) {
  return absl::StrCat(absl::BytesToHexString(DigestOf(lines_before)), " end\n");
}

// A file of the backup's own directory.
bool IsFileName(absl::string_view name) {
  return !name.empty() && name != "." && name != ".." && !absl::StrContains(name, "/");
}

absl::Status Damaged() { return absl::DataLossError("the backup's manifest is damaged"); }

// Takes a line "<name> <number>" from the front.
bool TakeNumber(absl::string_view name, absl::string_view& lines, std::int64_t& number) {
  const std::size_t end = lines.find('\n');
  if (end == absl::string_view::npos) return false;
  absl::string_view line = lines.substr(0, end);
  lines.remove_prefix(end + 1);
  return absl::ConsumePrefix(&line, name) && absl::ConsumePrefix(&line, " ") &&
         absl::SimpleAtoi(line, &number);
}

}  // namespace

std::uint64_t BackupManifest::bytes() const {
  std::uint64_t sum = 0;
  for (const BackupFile& file : files) sum += file.bytes;
  return sum;
}

std::string EncodeBackupManifest(const BackupManifest& manifest) {
  std::string text = absl::StrCat(kHeading, "begin ", manifest.begin_micros, "\nend ",
                                  manifest.end_micros, "\nsequence ", manifest.sequence, "\n");
  for (const BackupFile& file : manifest.files) {
    absl::StrAppend(&text, file.digest, " ", file.bytes, " ", file.name, "\n");
  }
  return absl::StrCat(text, LastLine(text));
}

absl::StatusOr<BackupManifest> DecodeBackupManifest(absl::string_view text) {
  const std::size_t last_size = LastLine("").size();
  if (text.size() < last_size) return Damaged();
  absl::string_view lines = text.substr(0, text.size() - last_size);
  if (text.substr(lines.size()) != LastLine(lines)) return Damaged();
  BackupManifest manifest;
  if (absl::ConsumePrefix(&lines, kHeading)) {
    if (!TakeNumber("begin", lines, manifest.begin_micros) ||
        !TakeNumber("end", lines, manifest.end_micros) ||
        !TakeNumber("sequence", lines, manifest.sequence)) {
      return Damaged();
    }
  } else if (!absl::ConsumePrefix(&lines, kFirstHeading)) {
    return absl::StartsWith(lines, kTitle)
               ? absl::FailedPreconditionError("the backup is of a newer program")
               : Damaged();
  }
  for (absl::string_view line : absl::StrSplit(lines, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits(' ', 2));
    BackupFile& file = manifest.files.emplace_back();
    if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &file.bytes) || !IsFileName(parts[2])) {
      return Damaged();
    }
    file.digest = parts[0];
    file.name = parts[2];
  }
  return manifest;
}

}  // namespace counterpoint::storage
