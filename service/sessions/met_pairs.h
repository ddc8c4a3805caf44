// Who met whom in a session.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "counterpoint/v1/session.pb.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// The pairs whose meetings were held according to the outcomes, or, where there
// are none, those of the published plan, each once, in order of id or of the plan.
// Errors: DATA_LOSS.
absl::StatusOr<std::vector<v1::MeetingPair>> MetPairs(const storage::ReadView& view,
                                                      const v1::Session& session);

}  // namespace counterpoint::service
