// What relies on a session's slots, tables and numbers.
#pragma once

#include "absl/status/status.h"
#include "counterpoint/v1/session.pb.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// Whether all participants and the published plan would still fit the session
// if it were as `changed`. Errors: FAILED_PRECONDITION that names the first few
// participants with their fields, and the slots and tables that the plan uses
// and that would be gone; DATA_LOSS.
absl::Status CheckUsesRemain(const storage::ReadView& view, const v1::Session& changed);

}  // namespace counterpoint::service
