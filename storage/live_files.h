// The files of an open database at one moment.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "storage/database.h"

namespace counterpoint::storage {

struct LiveFile {
  enum class Kind { kTable, kLog, kOther };

  std::string name;  // Within the database's directory.
  Kind kind = Kind::kOther;
  std::uint64_t bytes = 0;
  bool grows = false;    // It may have more bytes by now: those are of later moments.
  std::string contents;  // Not empty: these, whatever is in the file by now.
};

// As long as it lives none of the files that are needed is deleted, while writes go on. A
// log file of which nothing is needed any more may go: without it the others are a
// database all the same. For one thread.
class LiveFiles {
 public:
  explicit LiveFiles(Database& database) : database_(database) {}
  ~LiveFiles();
  LiveFiles(const LiveFiles&) = delete;
  LiveFiles& operator=(const LiveFiles&) = delete;

  // To be called once. Writes what is in memory to tables first. Errors: as FromRocksDb.
  absl::Status Find();

  // Together they are a database: all that was written up to sequence(), and perhaps
  // some of what was written while they were being found, in its order.
  const std::vector<LiveFile>& files() const { return files_; }
  std::int64_t sequence() const { return sequence_; }

 private:
  absl::Status FindTables();
  absl::Status FindLogs();

  Database& database_;
  bool kept_ = false;
  std::vector<LiveFile> files_;
  std::int64_t sequence_ = 0;
};

}  // namespace counterpoint::storage
