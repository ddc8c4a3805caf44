#include "clients/cli/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"

namespace counterpoint::cli {

AtomicFile::AtomicFile(std::string path)
    : path_(std::move(path)),
      temporary_(absl::StrCat(path_, ".", getpid(), ".partial")),
      stream_(temporary_, std::ios::binary | std::ios::trunc) {}

AtomicFile::~AtomicFile() {
  if (!committed_) std::remove(temporary_.c_str());
}

absl::Status AtomicFile::Commit() {
  stream_.close();
  if (stream_.fail()) return absl::UnknownError(absl::StrCat("cannot write ", temporary_));
  const int file = open(temporary_.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  if (!synced || std::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", path_));
  }
  committed_ = true;
  return absl::OkStatus();
}

}  // namespace counterpoint::cli
