// Notices when RocksDB stops taking writes.
#pragma once

#include <atomic>
#include <cstdint>

#include "rocksdb/listener.h"

namespace counterpoint::storage {

// Counts RocksDB's errors after which it takes no more writes until it is
// resumed. Turns RocksDB's own attempts to resume off, which are minutes late
// and forbid others. Thread-safe.
class BackgroundErrors : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status*) override { ++count_; }
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status,
                            bool* auto_recovery) override {
    *auto_recovery = false;
  }

  // Since the database was opened.
  std::int64_t count() const { return count_; }

 private:
  std::atomic<std::int64_t> count_ = 0;
};

}  // namespace counterpoint::storage
