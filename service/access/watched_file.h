// A file that may change while the server runs.
#pragma once

#include <sys/stat.h>

#include <optional>
#include <string>

namespace counterpoint::service {

// Tells whether a file is another than before by what the file system says of it:
// identity, size and times to the nanosecond. Not thread-safe.
class WatchedFile {
 public:
  explicit WatchedFile(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }

  // Whether the file has been changed, replaced, removed or brought back since the
  // last call; true for the first. To be asked before the file is read, so that a
  // change in between is seen the next time.
  bool HasChanged();

 private:
  struct State {
    dev_t device;
    ino_t inode;
    off_t size;
    timespec changed;
  };
  static bool Same(const std::optional<State>& a, const std::optional<State>& b);

  const std::string path_;
  bool asked_ = false;
  std::optional<State> last_;  // Nothing: it was not there.
};

}  // namespace counterpoint::service
