#include "service/conversion/operation_record.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/stored_bytes.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::conversion {
namespace {

// More commits than an alliance will ever see; ids have as many digits.
constexpr std::int64_t kLastRevision = 999'999'999'999;

}  // namespace

std::string OperationId(std::int64_t revision) {
  return absl::StrFormat("%012d", kLastRevision - revision);
}

std::string PayloadOf(const stored::OperationRecord& operation) { return StoredBytesOf(operation); }

absl::StatusOr<stored::OperationRecord> StoredOperationOf(absl::string_view alliance,
                                                          const storage::Record& record) {
  stored::OperationRecord stored;
  if (!stored.ParseFromString(record.payload)) {
    return absl::DataLossError(absl::StrCat(
        "the stored operation ", FormatOperationName(alliance, record.id), " cannot be read"));
  }
  return stored;
}

absl::StatusOr<v1::Operation> OperationOf(absl::string_view alliance,
                                          const storage::Record& record) {
  auto stored = StoredOperationOf(alliance, record);
  if (!stored.ok()) return stored.status();
  v1::Operation operation = std::move(*stored->mutable_operation());
  operation.set_name(FormatOperationName(alliance, record.id));
  *operation.mutable_create_time() = ToTimestamp(record.create_time);
  if (operation.state() != v1::Operation::RUNNING) {
    // It is written twice: when it begins, and when it ends.
    *operation.mutable_end_time() = ToTimestamp(record.update_time);
  }
  return operation;
}

}  // namespace counterpoint::conversion
