#include "storage/partial_directory.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/directory.h"
#include "storage/file_copy.h"
#include "storage/rocksdb_status.h"

namespace counterpoint::storage {
namespace {

std::string WithoutTrailingSlashes(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

}  // namespace

PartialDirectory::PartialDirectory(rocksdb::Env& env, const std::string& target)
    : env_(env),
      target_(WithoutTrailingSlashes(target)),
      path_(absl::StrCat(target_, kPartialEnding)) {}

PartialDirectory::~PartialDirectory() {
  // There is no one to tell of what can't be removed.
  if (owned_) RemoveDirectory(env_, path_).IgnoreError();
}

absl::Status PartialDirectory::Create(bool target_has_to_be_free) {
  absl::Status status;
  if (target_has_to_be_free) status = CheckFree(env_, target_);
  if (status.ok()) status = CheckFree(env_, path_);
  if (!status.ok()) return status;
  owned_ = true;
  return FromRocksDb(env_.CreateDir(path_), path_);
}

absl::Status PartialDirectory::Publish() {
  absl::Status status = SyncDirectory(env_, path_);
  if (!status.ok()) return status;
  status = FromRocksDb(env_.RenameFile(path_, target_), target_);
  if (!status.ok()) return status;
  status = SyncDirectory(env_, ParentOf(target_));
  // An error has left nothing behind: give the name back, if that still works.
  owned_ = !status.ok() && env_.RenameFile(target_, path_).ok();
  return status;
}

}  // namespace counterpoint::storage
