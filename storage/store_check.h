// Whether a store is whole: files, keys, values, and what has to agree between them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/read_view.h"
#include "storage/record.h"
#include "storage/store_options.h"

namespace counterpoint::storage {

// What knows the meaning of payloads. Errors say what is wrong with one.
class ContentCheck {
 public:
  virtual ~ContentCheck() = default;
  virtual absl::Status CheckRecord(const ReadView& view, absl::string_view alliance,
                                   Collection collection, const Record& record) = 0;
  virtual absl::Status CheckDerived(const ReadView& view, absl::string_view alliance,
                                    std::uint8_t kind, absl::string_view id,
                                    absl::string_view payload) = 0;
};

struct StoreFault {
  std::string place;  // A file, or a record or entry.
  std::string text;
};

struct StoreCheckReport {
  std::int64_t files = 0;  // Tables, whose blocks have all been read.
  std::int64_t file_bytes = 0;
  std::int64_t alliances = 0;  // With those that were dropped.
  std::int64_t records = 0;
  std::int64_t changes = 0;
  std::int64_t requests = 0;
  std::int64_t index_entries = 0;  // Of expiry and request times.
  std::int64_t derived = 0;
  std::int64_t audit_entries = 0;  // Of chains that hold.
  // The first thousand, and how many there are.
  std::vector<StoreFault> faults;
  std::int64_t fault_count = 0;
};

// Reads everything and changes nothing; no server may have the store open meanwhile.
// Verifies the checksum of every block of every table, that each key and value can be
// read, that a record is not newer than its alliance, that each index entry has its
// record and the other way round, that the change log has no gap, and that every chain
// of the audit trail holds, as VerifyAudit() does without an anchor. A log file whose
// end is torn is no fault: the end of a crash looks so. Errors, where it cannot be
// checked: NOT_FOUND, UNAVAILABLE (a server has it open), FAILED_PRECONDITION (not a
// store, or of a newer format), PERMISSION_DENIED.
absl::StatusOr<StoreCheckReport> CheckStore(const StoreOptions& options, ContentCheck& contents);

}  // namespace counterpoint::storage
