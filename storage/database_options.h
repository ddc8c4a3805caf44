// How RocksDB is set up for a store.
#pragma once

#include "rocksdb/options.h"
#include "storage/store_options.h"

namespace counterpoint::storage {

rocksdb::DBOptions DatabaseOptions(const StoreOptions& options);
rocksdb::ColumnFamilyOptions ColumnFamilyOptions(const StoreOptions& options);

}  // namespace counterpoint::storage
