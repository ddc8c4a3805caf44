#include "storage/live_files.h"

#include "rocksdb/options.h"

namespace counterpoint::storage {

LiveFiles::~LiveFiles() { LetGo(); }

rocksdb::Status LiveFiles::Keep() {
  const rocksdb::Status status = database_.rocks().DisableFileDeletions();
  kept_ = status.ok();
  return status;
}

void LiveFiles::LetGo() {
  // Fails only where they were not kept.
  if (kept_) database_.rocks().EnableFileDeletions(/*force=*/false).PermitUncheckedError();
  kept_ = false;
}

rocksdb::Status LiveFiles::Find() {
  rocksdb::DB& db = database_.rocks();
  sequence_ = static_cast<std::int64_t>(db.GetLatestSequenceNumber());
  rocksdb::Status status = Keep();
  // Flushes first, so little of the log is in it.
  const rocksdb::LiveFilesStorageInfoOptions options;
  if (status.ok()) status = db.GetLiveFilesStorageInfo(options, &files_);
  if (!status.IsCorruption()) return status;
  // RocksDB looks into all log files, also into one that a power cut has left torn and
  // of which nothing is needed any more. A new log makes it go.
  LetGo();
  files_.clear();
  status = database_.RenewLog();
  if (status.ok()) status = Keep();
  return status.ok() ? db.GetLiveFilesStorageInfo(options, &files_) : status;
}

}  // namespace counterpoint::storage
