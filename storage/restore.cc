#include "storage/restore.h"

#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "storage/backup.h"
#include "storage/partial_directory.h"
#include "storage/rocksdb_status.h"
#include "storage/store.h"

namespace counterpoint::storage {
namespace {

bool KeepsOn(std::uint64_t /*bytes*/) { return true; }

absl::Status OpenOnce(const std::string& path) {
  StoreOptions options;
  options.path = path;
  options.must_exist = true;
  return Store::Open(options).status();
}

// Copies what the backup has, checking it, and opens the copy.
absl::Status Copy(rocksdb::Env& env, const BackupManifest& manifest, const std::string& directory,
                  const std::string& path) {
  for (const BackupFile& file : manifest.files) {
    const absl::Status status =
        CheckBackupFile(env, directory, file, absl::StrCat(path, "/", file.name), &KeepsOn);
    if (!status.ok()) return status;
  }
  return OpenOnce(path);
}

bool IsEmptyDirectory(rocksdb::Env& env, const std::string& path) {
  const auto names = ListFiles(env, path);
  return names.ok() && names->empty();
}

// UNAVAILABLE where a process has the store open.
absl::Status MoveAway(rocksdb::Env& env, const std::string& path) {
  if (!env.FileExists(absl::StrCat(path, "/CURRENT")).ok()) {
    return absl::AlreadyExistsError(
        absl::StrCat(path, " is there and is no store: nothing of it is replaced"));
  }
  rocksdb::FileLock* lock = nullptr;
  absl::Status status = FromRocksDb(env.LockFile(absl::StrCat(path, "/LOCK"), &lock), path);
  if (!status.ok()) return status;
  status = FromRocksDb(env.RenameFile(path, PathBeforeRestore(path)), path);
  env.UnlockFile(lock).PermitUncheckedError();
  return status;
}

absl::Status Restore(const std::string& directory, const std::string& path, bool over) {
  rocksdb::Env& env = *rocksdb::Env::Default();
  const auto manifest = ReadBackupManifest(env, directory);
  if (!manifest.ok()) return manifest.status();
  PartialDirectory partial(env, path);
  const std::string target = partial.target();
  const bool is_empty = IsEmptyDirectory(env, target);
  absl::Status status = over ? CheckFree(env, PathBeforeRestore(target)) : absl::OkStatus();
  if (status.ok()) status = partial.Create(/*target_has_to_be_free=*/!over && !is_empty);
  if (status.ok()) status = Copy(env, *manifest, directory, partial.path());
  if (!status.ok()) return status;
  bool is_moved = false;
  if (is_empty) {
    status = FromRocksDb(env.DeleteDir(target), target);
  } else if (env.FileExists(target).ok()) {
    status = MoveAway(env, target);
    is_moved = status.ok();
  }
  if (status.ok()) status = partial.Publish();
  // What was there is there again, if that still works.
  if (!status.ok() && is_moved) {
    env.RenameFile(PathBeforeRestore(target), target).PermitUncheckedError();
  }
  return status;
}

}  // namespace

absl::Status VerifyBackup(const std::string& directory) {
  return CheckBackup(*rocksdb::Env::Default(), directory, &KeepsOn);
}

absl::Status RestoreBackup(const std::string& directory, const std::string& path) {
  return Restore(directory, path, /*over=*/false);
}

absl::Status RestoreBackupOver(const std::string& directory, const std::string& path) {
  return Restore(directory, path, /*over=*/true);
}

std::string PathBeforeRestore(const std::string& path) {
  std::string target = path;
  while (target.size() > 1 && target.back() == '/') target.pop_back();
  return absl::StrCat(target, ".before-restore");
}

}  // namespace counterpoint::storage
