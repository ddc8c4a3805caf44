// The column families of the database.
#pragma once

#include <array>
#include <cstddef>

namespace counterpoint::storage {

// Their order is that of kColumnFamilyNames; on disk only the names count.
enum class ColumnFamily : std::size_t {
  kMeta,
  kHeads,
  kRecords,
  kChanges,
  kRequests,
  kRequestTimes,
  kExpiry,
  kDerived,
  kAudit,
};

// The names are on disk: never change or reuse one. RocksDB insists on
// "default".
inline constexpr std::array kColumnFamilyNames = {
    "default",       "heads",  "records", "changes", "requests",
    "request_times", "expiry", "derived", "audit",
};

inline constexpr std::size_t kColumnFamilies = kColumnFamilyNames.size();

}  // namespace counterpoint::storage
