// Tables and manifest come from RocksDB, in one call, and then the log files from the
// directory, as they are when a killed process is followed by another: what was written in
// between is in the logs. RocksDB's own lists of log files (GetLiveFilesStorageInfo,
// CreateCheckpoint) read the beginning of each, also of one that a power cut has left torn
// and of which nothing is needed any more, and then call the database damaged.
#include "storage/live_files.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "rocksdb/db.h"
#include "storage/file_copy.h"
#include "storage/rocksdb_status.h"

namespace counterpoint::storage {

LiveFiles::~LiveFiles() {
  // Fails only where they were not kept.
  if (kept_) database_.rocks().EnableFileDeletions(/*force=*/false).PermitUncheckedError();
}

absl::Status LiveFiles::Find() {
  rocksdb::DB& db = database_.rocks();
  sequence_ = static_cast<std::int64_t>(db.GetLatestSequenceNumber());
  const rocksdb::Status disabled = db.DisableFileDeletions();
  kept_ = disabled.ok();
  if (!kept_) return FromRocksDb(disabled, database_.path());
  const absl::Status tables = FindTables();
  return tables.ok() ? FindLogs() : tables;
}

absl::Status LiveFiles::FindTables() {
  rocksdb::DB& db = database_.rocks();
  std::vector<std::string> names;
  std::uint64_t manifest_bytes = 0;
  rocksdb::Status status = db.GetLiveFiles(names, &manifest_bytes, /*flush_memtable=*/true);
  std::string manifest;
  for (const std::string& name : names) {
    LiveFile file;
    file.name = std::string(absl::StripPrefix(name, "/"));
    if (file.name == "CURRENT") continue;
    if (absl::StartsWith(file.name, "MANIFEST-")) {
      manifest = file.name;
      file.bytes = manifest_bytes;
      file.grows = true;
    } else if (status.ok()) {
      if (absl::EndsWith(file.name, ".sst")) file.kind = LiveFile::Kind::kTable;
      status =
          db.GetEnv()->GetFileSize(absl::StrCat(database_.path(), "/", file.name), &file.bytes);
    }
    files_.push_back(std::move(file));
  }
  if (!status.ok()) return FromRocksDb(status, database_.path());
  LiveFile current;
  current.name = "CURRENT";
  current.contents = absl::StrCat(manifest, "\n");
  current.bytes = current.contents.size();
  files_.push_back(std::move(current));
  return absl::OkStatus();
}

absl::Status LiveFiles::FindLogs() {
  rocksdb::Env& env = *database_.rocks().GetEnv();
  const rocksdb::Status synced = database_.rocks().FlushWAL(/*sync=*/true);
  if (!synced.ok()) return FromRocksDb(synced, database_.path());
  const auto names = ListFiles(env, database_.path());
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    if (!absl::EndsWith(name, ".log")) continue;
    LiveFile file;
    file.name = name;
    file.kind = LiveFile::Kind::kLog;
    file.grows = true;
    const std::string path = absl::StrCat(database_.path(), "/", name);
    const rocksdb::Status known = env.GetFileSize(path, &file.bytes);
    if (!known.ok() && env.FileExists(path).IsNotFound()) continue;
    if (!known.ok()) return FromRocksDb(known, path);
    files_.push_back(std::move(file));
  }
  return absl::OkStatus();
}

}  // namespace counterpoint::storage
