// The files of an open database at one moment.
#pragma once

#include <cstdint>
#include <vector>

#include "rocksdb/metadata.h"
#include "rocksdb/status.h"
#include "storage/database.h"

namespace counterpoint::storage {

// As long as it lives none of them is deleted, while writes go on. For one thread.
class LiveFiles {
 public:
  explicit LiveFiles(Database& database) : database_(database) {}
  ~LiveFiles();
  LiveFiles(const LiveFiles&) = delete;
  LiveFiles& operator=(const LiveFiles&) = delete;

  // To be called once.
  rocksdb::Status Find();

  // Together they are a database: all that was written up to sequence(), and perhaps
  // some of what was written while they were being found, in its order.
  const std::vector<rocksdb::LiveFileStorageInfo>& files() const { return files_; }
  std::int64_t sequence() const { return sequence_; }

 private:
  rocksdb::Status Keep();
  void LetGo();

  Database& database_;
  bool kept_ = false;
  std::vector<rocksdb::LiveFileStorageInfo> files_;
  std::int64_t sequence_ = 0;
};

}  // namespace counterpoint::storage
