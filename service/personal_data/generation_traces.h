// A member in stored lists, and these without it.
//
// A generation has the ids of its members in one table, in order, and names them by
// their places in it. So the lists stay as they are, and the place in the table is
// emptied. Readers leave out who has no id.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/read_view.h"
#include "storage/record.h"

namespace counterpoint::service {

// What has to be written for no generation of the alliance to name the member: its
// place in tables, and what it was a cause of. Errors: DATA_LOSS, UNAVAILABLE.
absl::StatusOr<std::vector<storage::Write>> GenerationRewrites(const storage::ReadView& view,
                                                               absl::string_view alliance,
                                                               absl::string_view member);

}  // namespace counterpoint::service
