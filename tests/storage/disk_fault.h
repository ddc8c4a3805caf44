// How a simulated disk fails.
#pragma once

#include "absl/strings/string_view.h"

namespace counterpoint::storage {

// What goes wrong.
enum class FaultKind {
  kReadError,   // EIO.
  kWriteError,  // EIO; nothing of it is written.
  kTornWrite,   // EIO; the first part is written.
  kSyncError,   // EIO; it is not on disk afterwards.
  kReadOnly,    // EROFS on whatever would change the disk; always lasting.
  kPowerCut,    // Stop() in the middle of a change.
};

// Files as a database has them.
enum class FileKind { kAny, kLog, kTable, kManifest };
// kAny where it is none of the others.
FileKind KindOf(absl::string_view path);

// A failure to come.
struct Fault {
  FaultKind kind = FaultKind::kReadError;
  FileKind files = FileKind::kAny;
  int after = 0;         // So many operations that it could hit pass before it.
  bool lasting = false;  // Those after the first fail as well.
};

}  // namespace counterpoint::storage
