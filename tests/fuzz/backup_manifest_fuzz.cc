// The list of a backup's files: what others wrote is refused, or names files of the
// backup's own directory alone.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/backup_manifest.h"
#include "storage/digest.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/require.h"

namespace counterpoint::storage {
namespace {

using fuzz::Require;

void CheckText(const std::string& text) {
  const auto manifest = DecodeBackupManifest(text);
  if (!manifest.ok()) {
    Require(
        (absl::IsDataLoss(manifest.status()) || absl::IsFailedPrecondition(manifest.status())) &&
            !manifest.status().message().empty(),
        "an unreadable manifest is data loss, or of a newer form");
    return;
  }
  for (const BackupFile& file : manifest->files) {
    Require(file.name.find('/') == std::string::npos, "no file lies elsewhere");
    Require(!file.name.empty() && file.name != "." && file.name != "..",
            "every file has a name of its own");
  }
  const auto again = DecodeBackupManifest(EncodeBackupManifest(*manifest));
  Require(again.ok() && EncodeBackupManifest(*again) == EncodeBackupManifest(*manifest),
          "what was written is read as it was");
}

}  // namespace
}  // namespace counterpoint::storage

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::storage;
  const std::string text(reinterpret_cast<const char*>(data), size);
  CheckText(text);
  // With the right digest at the end, which no mutation finds.
  for (const int form : {1, 2}) {
    const std::string lines = absl::StrCat("counterpoint-backup ", form, "\n", text, "\n");
    CheckText(absl::StrCat(lines, absl::BytesToHexString(DigestOf(lines)), " end\n"));
  }
  return 0;
}
