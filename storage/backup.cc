// A backup is a RocksDB checkpoint in a directory, with a manifest. Both a
// backup and a restored store are made beside their place, as
// "<directory>.partial", and renamed when all is on disk: a directory with the
// right name is complete.
#include "storage/backup.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "rocksdb/utilities/checkpoint.h"
#include "storage/backup_manifest.h"
#include "storage/digest.h"
#include "storage/directory.h"
#include "storage/rocksdb_status.h"
#include "storage/store.h"

namespace counterpoint::storage {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;

// Reads a file once, for its size and digest, and writes it to `copy` unless
// that is empty.
absl::StatusOr<BackupFile> ReadAndCopy(rocksdb::Env& env, const std::string& path,
                                       const std::string& name, const std::string& copy) {
  std::unique_ptr<rocksdb::SequentialFile> in;
  std::unique_ptr<rocksdb::WritableFile> out;
  rocksdb::Status status = env.NewSequentialFile(path, &in, rocksdb::EnvOptions());
  if (status.ok() && !copy.empty()) {
    status = env.NewWritableFile(copy, &out, rocksdb::EnvOptions());
  }
  BackupFile file;
  file.name = name;
  Digest digest;
  std::vector<char> block(kBlock);
  rocksdb::Slice read("-");
  while (status.ok() && !read.empty()) {
    status = in->Read(block.size(), &read, block.data());
    if (!status.ok()) break;
    file.bytes += read.size();
    digest.Add(FromSlice(read));
    if (out != nullptr && !read.empty()) status = out->Append(read);
  }
  if (status.ok() && out != nullptr) status = out->Fsync();
  if (status.ok() && out != nullptr) status = out->Close();
  if (!status.ok()) return FromRocksDb(status, path);
  file.digest = absl::BytesToHexString(digest.Finish());
  return file;
}

absl::StatusOr<std::vector<std::string>> ListFiles(rocksdb::Env& env,
                                                   const std::string& directory) {
  std::vector<std::string> names;
  const rocksdb::Status status = env.GetChildren(directory, &names);
  if (!status.ok()) return FromRocksDb(status, directory);
  names.erase(std::remove_if(names.begin(), names.end(),
                             [](const std::string& name) { return name == "." || name == ".."; }),
              names.end());
  std::sort(names.begin(), names.end());
  return names;
}

absl::Status CheckFree(rocksdb::Env& env, const std::string& path) {
  const rocksdb::Status status = env.FileExists(path);
  if (status.IsNotFound()) return absl::OkStatus();
  if (!status.ok()) return FromRocksDb(status, path);
  return absl::AlreadyExistsError(absl::StrCat(path, " already exists"));
}

std::string WithoutTrailingSlashes(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

// A directory in the making, removed again unless it is published.
class PartialDirectory {
 public:
  PartialDirectory(rocksdb::Env& env, const std::string& target)
      : env_(env), target_(WithoutTrailingSlashes(target)), path_(target_ + ".partial") {}
  ~PartialDirectory() {
    if (!owned_) return;
    const auto names = ListFiles(env_, path_);
    if (!names.ok()) return;
    // There is no one to tell of what can't be removed.
    for (const std::string& name : *names) {
      env_.DeleteFile(absl::StrCat(path_, "/", name)).PermitUncheckedError();
    }
    env_.DeleteDir(path_).PermitUncheckedError();
  }
  PartialDirectory(const PartialDirectory&) = delete;
  PartialDirectory& operator=(const PartialDirectory&) = delete;

  const std::string& path() const { return path_; }

  // Makes sure that neither name is taken. What `make` makes is owned.
  template <typename Make>
  absl::Status Create(Make make) {
    absl::Status status = CheckFree(env_, target_);
    if (status.ok()) status = CheckFree(env_, path_);
    if (!status.ok()) return status;
    owned_ = true;
    return FromRocksDb(make(), path_);
  }

  absl::Status Publish() {
    absl::Status status = SyncDirectory(env_, path_);
    if (!status.ok()) return status;
    status = FromRocksDb(env_.RenameFile(path_, target_), target_);
    if (!status.ok()) return status;
    status = SyncDirectory(env_, ParentOf(target_));
    // An error has left nothing behind: give the name back, if that still works.
    owned_ = !status.ok() && env_.RenameFile(target_, path_).ok();
    return status;
  }

 private:
  rocksdb::Env& env_;
  const std::string target_;
  const std::string path_;
  bool owned_ = false;
};

absl::Status WriteManifest(rocksdb::Env& env, const std::string& directory) {
  const auto names = ListFiles(env, directory);
  if (!names.ok()) return names.status();
  std::vector<BackupFile> files;
  for (const std::string& name : *names) {
    auto file = ReadAndCopy(env, absl::StrCat(directory, "/", name), name, "");
    if (!file.ok()) return file.status();
    files.push_back(*std::move(file));
  }
  const std::string path = absl::StrCat(directory, "/", kBackupManifestName);
  return FromRocksDb(
      rocksdb::WriteStringToFile(&env, EncodeBackupManifest(files), path, /*should_sync=*/true),
      path);
}

absl::StatusOr<std::vector<BackupFile>> ReadManifest(rocksdb::Env& env,
                                                     const std::string& directory) {
  const std::string path = absl::StrCat(directory, "/", kBackupManifestName);
  const rocksdb::Status exists = env.FileExists(path);
  if (exists.IsNotFound()) {
    return absl::NotFoundError(absl::StrCat("there is no backup in ", directory));
  }
  std::string text;
  const rocksdb::Status status = rocksdb::ReadFileToString(&env, path, &text);
  if (!status.ok()) return FromRocksDb(status, path);
  auto files = DecodeBackupManifest(text);
  if (!files.ok()) {
    return absl::Status(files.status().code(), absl::StrCat(path, ": ", files.status().message()));
  }
  return files;
}

// Checks a file of the backup, and copies it unless `copy` is empty.
absl::Status CheckFile(rocksdb::Env& env, const std::string& directory, const BackupFile& wanted,
                       const std::string& copy) {
  const std::string path = absl::StrCat(directory, "/", wanted.name);
  if (env.FileExists(path).IsNotFound()) {
    return absl::DataLossError(absl::StrCat(path, " is missing"));
  }
  const auto file = ReadAndCopy(env, path, wanted.name, copy);
  if (!file.ok()) return file.status();
  if (file->bytes != wanted.bytes || file->digest != wanted.digest) {
    return absl::DataLossError(absl::StrCat(path, " is not what was backed up"));
  }
  return absl::OkStatus();
}

absl::Status OpenOnce(const std::string& path) {
  StoreOptions options;
  options.path = path;
  options.must_exist = true;
  return Store::Open(options).status();
}

rocksdb::Status MakeCheckpoint(Database& database, rocksdb::Checkpoint& checkpoint,
                               const std::string& path) {
  rocksdb::Status status = checkpoint.CreateCheckpoint(path);
  if (!status.IsCorruption()) return status;
  // RocksDB looks into all log files, also into one that a power cut has left
  // torn and of which nothing is needed any more. A new log makes it go.
  status = database.RenewLog();
  return status.ok() ? checkpoint.CreateCheckpoint(path) : status;
}

}  // namespace

absl::Status WriteBackup(Database& database, const std::string& directory) {
  // A checkpoint flushes, which a stopped database does not.
  const absl::Status writable = database.CheckWritable();
  if (!writable.ok()) return writable;
  rocksdb::Env& env = *database.rocks().GetEnv();
  rocksdb::Checkpoint* created = nullptr;
  const rocksdb::Status status = rocksdb::Checkpoint::Create(&database.rocks(), &created);
  if (!status.ok()) return FromRocksDb(status, directory);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(created);

  PartialDirectory partial(env, directory);
  absl::Status made =
      partial.Create([&] { return MakeCheckpoint(database, *checkpoint, partial.path()); });
  if (made.ok()) made = WriteManifest(env, partial.path());
  return made.ok() ? partial.Publish() : made;
}

absl::Status VerifyBackup(const std::string& directory) {
  rocksdb::Env& env = *rocksdb::Env::Default();
  const auto files = ReadManifest(env, directory);
  if (!files.ok()) return files.status();
  for (const BackupFile& file : *files) {
    const absl::Status status = CheckFile(env, directory, file, "");
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status RestoreBackup(const std::string& directory, const std::string& path) {
  rocksdb::Env& env = *rocksdb::Env::Default();
  const auto files = ReadManifest(env, directory);
  if (!files.ok()) return files.status();
  PartialDirectory partial(env, path);
  absl::Status status = partial.Create([&] { return env.CreateDir(partial.path()); });
  if (!status.ok()) return status;
  for (const BackupFile& file : *files) {
    status = CheckFile(env, directory, file, absl::StrCat(partial.path(), "/", file.name));
    if (!status.ok()) return status;
  }
  status = OpenOnce(partial.path());
  return status.ok() ? partial.Publish() : status;
}

}  // namespace counterpoint::storage
