#include "service/access/watched_file.h"

namespace counterpoint::service {

bool WatchedFile::Same(const std::optional<State>& a, const std::optional<State>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->device == b->device && a->inode == b->inode && a->size == b->size &&
         a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

bool WatchedFile::HasChanged() {
  struct stat about {};
  std::optional<State> now;
  // The change time moves with permissions too, and cannot be set back.
  if (stat(path_.c_str(), &about) == 0) {
    now = State{about.st_dev, about.st_ino, about.st_size, about.st_ctim};
  }
  const bool changed = !asked_ || !Same(now, last_);
  asked_ = true;
  last_ = now;
  return changed;
}

}  // namespace counterpoint::service
