// A directory that is whole or not there.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "rocksdb/env.h"

namespace counterpoint::storage {

// How names of directories in the making end.
inline constexpr char kPartialEnding[] = ".partial";

// Is made beside its place, as "<target>.partial", and renamed when all of it is on
// disk; removed again where it is not published. For one thread.
class PartialDirectory {
 public:
  PartialDirectory(rocksdb::Env& env, const std::string& target);
  ~PartialDirectory();
  PartialDirectory(const PartialDirectory&) = delete;
  PartialDirectory& operator=(const PartialDirectory&) = delete;

  const std::string& path() const { return path_; }
  const std::string& target() const { return target_; }

  // Errors: ALREADY_EXISTS where either name is taken (of the target only where
  // `target_has_to_be_free`), and as FromRocksDb.
  absl::Status Create(bool target_has_to_be_free = true);

  // Syncs it and gives it its name. After an error it is not there, or, where the disk
  // became read-only in the last step and cannot take the name back, there and whole.
  // REQUIRES: nothing has the name.
  absl::Status Publish();

 private:
  rocksdb::Env& env_;
  const std::string target_;
  const std::string path_;
  bool owned_ = false;
};

}  // namespace counterpoint::storage
