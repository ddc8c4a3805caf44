// Which key holds what. The bytes are in storage/README.md.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "storage/record.h"

namespace counterpoint::storage {

// Keys from `first` on and before `limit`.
struct KeyRange {
  std::string first;
  std::string limit;
};

// Everything of an alliance, in each column family but heads and meta.
KeyRange AllianceRange(absl::string_view alliance);
// AllianceRange without `limit`; also the alliance's key in heads.
std::string AllianceKey(absl::string_view alliance);

std::string RecordKey(absl::string_view alliance, Collection collection, absl::string_view id);
// Records with an id after `start_after`, all where it is "".
KeyRange RecordsAfter(absl::string_view alliance, Collection collection,
                      absl::string_view start_after);

std::string ChangesKey(absl::string_view alliance, std::int64_t revision);
// Revisions after `after` up to and with `last`.
KeyRange ChangesRange(absl::string_view alliance, std::int64_t after, std::int64_t last);

std::string RequestKey(absl::string_view alliance, absl::string_view request_id);

std::string RequestTimeKey(absl::string_view alliance, std::int64_t micros,
                           absl::string_view request_id);
// Both up to and with the time `last_micros`.
KeyRange RequestTimesRange(absl::string_view alliance, std::int64_t last_micros);
KeyRange ExpiryRange(absl::string_view alliance, std::int64_t last_micros);

std::string ExpiryKey(absl::string_view alliance, std::int64_t micros, Collection collection,
                      absl::string_view id);

std::string DerivedKey(absl::string_view alliance, std::uint8_t kind, absl::string_view id);
KeyRange DerivedRange(absl::string_view alliance, std::uint8_t kind);

// The keys taken apart again. False where the key is not such a one.
bool ParseAllianceKey(absl::string_view key, std::string& alliance);
// Also of a key of derived data, whose kind stands in the collection's place.
bool ParseRecordKey(absl::string_view key, std::string& alliance, std::uint8_t& collection,
                    std::string& id);
bool ParseChangesKey(absl::string_view key, std::string& alliance, std::int64_t& revision);
bool ParseRequestTimeKey(absl::string_view key, std::string& alliance, std::int64_t& micros,
                         std::string& request_id);
bool ParseExpiryKey(absl::string_view key, std::string& alliance, std::int64_t& micros,
                    std::uint8_t& collection, std::string& id);

}  // namespace counterpoint::storage
