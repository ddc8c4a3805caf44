// Operations between the API and the store.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/stored/operation_record.pb.h"
#include "counterpoint/v1/operation.pb.h"
#include "storage/record.h"

namespace counterpoint::conversion {

// The id of the operation that is begun when the alliance has this revision. The
// newest comes first in order of id.
std::string OperationId(std::int64_t revision);

// Equal records give equal bytes.
std::string PayloadOf(const stored::OperationRecord& operation);

// What is stored. Errors: DATA_LOSS naming the operation where the payload cannot
// be read.
absl::StatusOr<stored::OperationRecord> StoredOperationOf(absl::string_view alliance,
                                                          const storage::Record& record);

// As the API shows it, with name and times, but without phase and progress.
// Errors: as StoredOperationOf().
absl::StatusOr<v1::Operation> OperationOf(absl::string_view alliance,
                                          const storage::Record& record);

}  // namespace counterpoint::conversion
