#include "tests/storage/disk_state.h"

#include "absl/strings/match.h"

namespace counterpoint::storage {
namespace {

using rocksdb::IOStatus;

IOStatus Full(const std::string& path) {
  IOStatus status =
      IOStatus::NoSpace("While appending to file: " + path, "No space left on device");
  status.SetRetryable(true);
  return status;
}

bool Hits(const Fault& fault, DiskState::Operation operation, const std::string& path) {
  if (fault.files != FileKind::kAny && fault.files != KindOf(path)) return false;
  switch (fault.kind) {
    case FaultKind::kReadError:
      return operation == DiskState::Operation::kRead;
    case FaultKind::kWriteError:
    case FaultKind::kTornWrite:
      return operation == DiskState::Operation::kWrite;
    case FaultKind::kSyncError:
      return operation == DiskState::Operation::kSync;
    case FaultKind::kReadOnly:
    case FaultKind::kPowerCut:
      return operation != DiskState::Operation::kRead;
  }
  return false;
}

}  // namespace

FileKind KindOf(absl::string_view path) {
  if (absl::EndsWith(path, ".log")) return FileKind::kLog;
  if (absl::EndsWith(path, ".sst")) return FileKind::kTable;
  if (absl::StartsWith(SimulatedFiles::NameOf(path), "MANIFEST")) return FileKind::kManifest;
  return FileKind::kAny;
}

IOStatus InputOutput(const std::string& path) {
  return IOStatus::IOError("While using a file: " + path, "Input/output error");
}

DiskState::Verdict DiskState::Judge(Operation operation, const std::string& path) {
  if (is_cut) return {Fail(path)};
  if (!fault.has_value() || !Hits(*fault, operation, path)) return {};
  if (fault->after > 0) {
    --fault->after;
    return {};
  }
  const Fault hit = *fault;
  if (hit.kind == FaultKind::kPowerCut) is_cut = true;
  if (!hit.lasting && hit.kind != FaultKind::kReadOnly) fault.reset();
  const bool torn = hit.kind == FaultKind::kTornWrite || hit.kind == FaultKind::kPowerCut;
  if (hit.kind == FaultKind::kReadOnly) {
    ++failures;
    return {IOStatus::IOError("While using a file: " + path, "Read-only file system")};
  }
  return {Fail(path), torn};
}

IOStatus DiskState::Append(SimulatedFile& file, const rocksdb::Slice& data,
                           const std::string& path) {
  const Verdict verdict = Judge(Operation::kWrite, path);
  std::size_t size = verdict.status.ok() ? data.size() : verdict.torn ? data.size() / 2 : 0;
  IOStatus status = verdict.status;
  if (limit.has_value()) {
    const std::size_t used = files.bytes();
    const std::size_t room = *limit > used ? *limit - used : 0;
    if (size > room) {
      size = room;
      ++failures;
      status = Full(path);
    }
  }
  file.bytes.append(data.data(), size);
  return status;
}

IOStatus DiskState::Fail(const std::string& path) {
  ++failures;
  return InputOutput(path);
}

}  // namespace counterpoint::storage
