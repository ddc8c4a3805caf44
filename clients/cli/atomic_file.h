// A file that is there as a whole or not at all.
#pragma once

#include <fstream>
#include <ostream>
#include <string>

#include "absl/status/status.h"

namespace counterpoint::cli {

// Writes beside the file wanted and takes its place at the end, so that a
// reader never meets half of it, and a failure leaves the old one. For one
// thread.
class AtomicFile {
 public:
  explicit AtomicFile(std::string path);
  // Removes what was written, unless Commit() succeeded.
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  // Failures to open or to write show in Commit().
  std::ostream& stream() { return stream_; }

  // Puts the file on disk and in its place.
  absl::Status Commit();

 private:
  const std::string path_;
  const std::string temporary_;
  std::ofstream stream_;
  bool committed_ = false;
};

}  // namespace counterpoint::cli
