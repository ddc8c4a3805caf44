// A backup is the files of a database at one moment, in a directory with a manifest.
#include "storage/backup.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "storage/live_files.h"
#include "storage/partial_directory.h"
#include "storage/rocksdb_status.h"

namespace counterpoint::storage {
namespace {

bool IsTable(const LiveFile& file) { return file.kind == LiveFile::Kind::kTable; }

// Writes the files of one backup.
class BackupWriting {
 public:
  // From the files of the database in `from`.
  BackupWriting(rocksdb::Env& env, std::string from, std::string directory,
                const BackupOptions& options)
      : env_(env), from_(std::move(from)), directory_(std::move(directory)), options_(options) {
    if (options.share_with.empty()) return;
    // One that cannot be read has nothing to share.
    const auto earlier = ReadBackupManifest(env, options.share_with);
    if (!earlier.ok()) return;
    for (const BackupFile& file : earlier->files) earlier_.emplace(file.name, file);
  }

  absl::Status Write(const std::vector<LiveFile>& files, BackupManifest& manifest) {
    for (const LiveFile& file : files) total_ += file.bytes;
    const absl::Status has_room = CheckRoom(files);
    if (!has_room.ok()) return has_room;
    for (const LiveFile& file : files) {
      auto written = WriteFile(file);
      if (!written.ok() && HasGone(file)) continue;
      if (!written.ok()) return written.status();
      if (written->bytes != file.bytes) {
        return absl::DataLossError(absl::StrCat(from_, "/", file.name, " has ", written->bytes,
                                                " bytes and should have ", file.bytes,
                                                "; it is damaged: restore a backup"));
      }
      manifest.files.push_back(*std::move(written));
    }
    std::sort(manifest.files.begin(), manifest.files.end(),
              [](const BackupFile& a, const BackupFile& b) { return a.name < b.name; });
    const std::string path = absl::StrCat(directory_, "/", kBackupManifestName);
    return FromRocksDb(rocksdb::WriteStringToFile(&env_, EncodeBackupManifest(manifest), path,
                                                  /*should_sync=*/true),
                       path);
  }

 private:
  // What has to be written fits, and a little more.
  absl::Status CheckRoom(const std::vector<LiveFile>& files) const {
    if (options_.link_tables) return absl::OkStatus();
    constexpr std::uint64_t kSpare = std::uint64_t{1} << 20;
    std::uint64_t needed = kSpare;
    for (const LiveFile& file : files) needed += Earlier(file) == nullptr ? file.bytes : 0;
    std::uint64_t free = 0;
    const rocksdb::Status known = env_.GetFreeSpace(directory_, &free);
    // Where the system doesn't tell, writes show.
    if (!known.ok() || free >= needed) return absl::OkStatus();
    return absl::ResourceExhaustedError(absl::StrCat(directory_, ": the disk has ", free >> 20,
                                                     " MiB left, and the backup needs ",
                                                     needed >> 20, " MiB: free some space"));
  }

  // A table of the earlier backup that may be the same one; null where there is none.
  const BackupFile* Earlier(const LiveFile& file) const {
    const auto found = earlier_.find(file.name);
    return IsTable(file) && found != earlier_.end() && found->second.bytes == file.bytes
               ? &found->second
               : nullptr;
  }

  // A log file of which nothing was needed any more.
  bool HasGone(const LiveFile& file) const {
    return file.kind == LiveFile::Kind::kLog &&
           env_.FileExists(absl::StrCat(from_, "/", file.name)).IsNotFound();
  }

  absl::StatusOr<BackupFile> WriteFile(const LiveFile& file) {
    const std::string copy = absl::StrCat(directory_, "/", file.name);
    FileReading reading;
    reading.path = absl::StrCat(from_, "/", file.name);
    reading.name = file.name;
    if (file.grows) reading.limit = file.bytes;
    if (!file.contents.empty()) {
      const rocksdb::Status written =
          rocksdb::WriteStringToFile(&env_, file.contents, copy, /*should_sync=*/true);
      if (!written.ok()) return FromRocksDb(written, copy);
      reading.path = copy;
      return Read(reading);
    }
    if (options_.link_tables && IsTable(file) && env_.LinkFile(reading.path, copy).ok()) {
      return Read(reading);
    }
    if (const BackupFile* earlier = Earlier(file)) {
      auto read = Read(reading);
      if (!read.ok()) return read;
      const std::string shared = absl::StrCat(options_.share_with, "/", file.name);
      if (read->digest == earlier->digest && env_.LinkFile(shared, copy).ok()) return read;
    }
    reading.copy = copy;
    return Read(reading);
  }

  absl::StatusOr<BackupFile> Read(const FileReading& reading) {
    return ReadAndCopy(env_, reading, [this](std::uint64_t bytes) {
      done_ = std::min(done_ + bytes, total_);
      return !options_.progress || options_.progress(done_, total_);
    });
  }

  rocksdb::Env& env_;
  const std::string from_;
  const std::string directory_;
  const BackupOptions& options_;
  absl::flat_hash_map<std::string, BackupFile> earlier_;
  std::uint64_t total_ = 0;
  std::uint64_t done_ = 0;
};

}  // namespace

absl::StatusOr<BackupManifest> ReadBackupManifest(rocksdb::Env& env, const std::string& directory) {
  const std::string path = absl::StrCat(directory, "/", kBackupManifestName);
  const rocksdb::Status exists = env.FileExists(path);
  if (exists.IsNotFound()) {
    return absl::NotFoundError(absl::StrCat("there is no backup in ", directory));
  }
  std::string text;
  const rocksdb::Status status = rocksdb::ReadFileToString(&env, path, &text);
  if (!status.ok()) return FromRocksDb(status, path);
  auto manifest = DecodeBackupManifest(text);
  if (!manifest.ok()) {
    return absl::Status(manifest.status().code(),
                        absl::StrCat(path, ": ", manifest.status().message()));
  }
  return manifest;
}

absl::Status CheckBackup(rocksdb::Env& env, const std::string& directory, ReadProgress progress) {
  const auto manifest = ReadBackupManifest(env, directory);
  if (!manifest.ok()) return manifest.status();
  for (const BackupFile& file : manifest->files) {
    const absl::Status status = CheckBackupFile(env, directory, file, "", progress);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckBackupFile(rocksdb::Env& env, const std::string& directory,
                             const BackupFile& wanted, const std::string& copy,
                             ReadProgress progress) {
  FileReading reading;
  reading.path = absl::StrCat(directory, "/", wanted.name);
  reading.name = wanted.name;
  reading.copy = copy;
  if (env.FileExists(reading.path).IsNotFound()) {
    return absl::DataLossError(absl::StrCat(reading.path, " is missing"));
  }
  const auto file = ReadAndCopy(env, reading, progress);
  if (!file.ok()) return file.status();
  if (file->bytes != wanted.bytes || file->digest != wanted.digest) {
    return absl::DataLossError(absl::StrCat(reading.path, " is not what was backed up"));
  }
  return absl::OkStatus();
}

absl::Status WriteBackup(Database& database, const std::function<absl::Time()>& clock,
                         const std::string& directory, const BackupOptions& options) {
  // Finding the files flushes, which a stopped database does not.
  absl::Status status = database.CheckWritable();
  if (!status.ok()) return status;
  rocksdb::Env& env = *database.rocks().GetEnv();
  PartialDirectory partial(env, directory);
  status = partial.Create();
  if (!status.ok()) return status;
  BackupManifest manifest;
  manifest.begin_micros = absl::ToUnixMicros(clock());
  LiveFiles live(database);
  status = live.Find();
  if (!status.ok()) return status;
  manifest.end_micros = std::max(absl::ToUnixMicros(clock()), manifest.begin_micros);
  manifest.sequence = live.sequence();
  status =
      BackupWriting(env, database.path(), partial.path(), options).Write(live.files(), manifest);
  return status.ok() ? partial.Publish() : status;
}

}  // namespace counterpoint::storage
