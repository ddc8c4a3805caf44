#include "storage/file_copy.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/digest.h"
#include "storage/rocksdb_status.h"

namespace counterpoint::storage {
namespace {

constexpr std::uint64_t kBlock = std::uint64_t{1} << 20;

}  // namespace

absl::StatusOr<BackupFile> ReadAndCopy(rocksdb::Env& env, const FileReading& reading,
                                       ReadProgress progress) {
  std::unique_ptr<rocksdb::SequentialFile> in;
  std::unique_ptr<rocksdb::WritableFile> out;
  rocksdb::Status status = env.NewSequentialFile(reading.path, &in, rocksdb::EnvOptions());
  if (status.ok() && !reading.copy.empty()) {
    status = env.NewWritableFile(reading.copy, &out, rocksdb::EnvOptions());
  }
  BackupFile file;
  file.name = reading.name;
  Digest digest;
  std::vector<char> block(kBlock);
  while (status.ok() && file.bytes < reading.limit) {
    rocksdb::Slice read;
    const std::uint64_t wanted = std::min(kBlock, reading.limit - file.bytes);
    status = in->Read(static_cast<std::size_t>(wanted), &read, block.data());
    if (!status.ok() || read.empty()) break;
    file.bytes += read.size();
    digest.Add(FromSlice(read));
    if (out != nullptr) status = out->Append(read);
    if (!progress(read.size())) return absl::CancelledError("the backup was broken off");
  }
  if (status.ok() && out != nullptr) status = out->Fsync();
  if (status.ok() && out != nullptr) status = out->Close();
  if (!status.ok()) return FromRocksDb(status, reading.path);
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

absl::Status RemoveDirectory(rocksdb::Env& env, const std::string& path) {
  const auto names = ListFiles(env, path);
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    const rocksdb::Status removed = env.DeleteFile(absl::StrCat(path, "/", name));
    if (!removed.ok()) return FromRocksDb(removed, path);
  }
  return FromRocksDb(env.DeleteDir(path), path);
}

}  // namespace counterpoint::storage
