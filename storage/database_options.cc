#include "storage/database_options.h"

#include <algorithm>

#include "rocksdb/cache.h"
#include "rocksdb/convenience.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"

namespace counterpoint::storage {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;

rocksdb::CompressionType FirstSupported(std::initializer_list<rocksdb::CompressionType> wanted) {
  const auto supported = rocksdb::GetSupportedCompressions();
  for (const rocksdb::CompressionType type : wanted) {
    if (std::find(supported.begin(), supported.end(), type) != supported.end()) return type;
  }
  return rocksdb::kNoCompression;
}

}  // namespace

rocksdb::DBOptions DatabaseOptions(const StoreOptions& options) {
  rocksdb::DBOptions db;
  if (options.env != nullptr) db.env = options.env;
  db.create_missing_column_families = true;
  db.paranoid_checks = true;
  // Recovers to the last whole write before the first damage and stops there,
  // over all log files: never a gap. What was acknowledged lies before it, as
  // it was synced; only a write under way can be torn.
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  // A log file that was complete and is short or gone at the next opening is
  // damage, and not the end of a crash.
  db.track_and_verify_wals_in_manifest = true;
  // A database that an I/O error has stopped stays so, see Database::CheckWritable.
  db.max_bgerror_resume_count = 0;
  // Bounds memory and the time to replay the log after a crash.
  db.db_write_buffer_size = options.write_buffer_bytes;
  db.max_total_wal_size = 2 * options.write_buffer_bytes;
  db.bytes_per_sync = kMiB;
  db.max_background_jobs = 2;
  db.max_manifest_file_size = 64 * kMiB;
  // Deleting files is left to background threads instead of readers.
  db.avoid_unnecessary_blocking_io = true;
  // All is in the log. Whoever closes the database has paused background work, for
  // which a flush would wait for ever.
  db.avoid_flush_during_shutdown = true;
  db.info_log_level = rocksdb::WARN_LEVEL;
  db.keep_log_file_num = 4;
  db.max_log_file_size = 8 * kMiB;
  db.stats_dump_period_sec = 0;
  db.stats_persist_period_sec = 0;
  return db;
}

rocksdb::ColumnFamilyOptions ColumnFamilyOptions(const StoreOptions& options) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.format_version = 5;

  rocksdb::ColumnFamilyOptions family;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  family.write_buffer_size = std::min(64 * kMiB, options.write_buffer_bytes);
  family.level_compaction_dynamic_level_bytes = true;
  family.compression = FirstSupported({rocksdb::kLZ4Compression, rocksdb::kSnappyCompression});
  family.bottommost_compression =
      FirstSupported({rocksdb::kZSTD, rocksdb::kLZ4Compression, rocksdb::kSnappyCompression});
  return family;
}

}  // namespace counterpoint::storage
