// Rows of a CSV file as members.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/mapping.h"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::cli {

struct MappedRow {
  // Its name is `members/{id}`.
  v1::Member member;
  // Values that were longer, or lists that had more items, than the service
  // takes, and were cut.
  int truncated = 0;
};

// The member that `row` describes under a bound mapping. INVALID_ARGUMENT names
// the rule and what is wrong with the cell: no id, a code that is not mapped, a
// number that is none, a row of another length than the header.
absl::StatusOr<MappedRow> MapRow(const Mapping& mapping, size_t columns,
                                 const std::vector<std::string>& row);

}  // namespace counterpoint::cli
