// Plans in the store, beside the reading of single ones (session_reader.h).
//
// Numbers count up from 1 and are never used again while the session is there: the
// last one that was given is kept in a record of its own, which stands where plan 0
// would, and is written in one commit with each new plan. It goes with the session,
// as all records within it do.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "counterpoint/v1/plan.pb.h"
#include "service/conversion/resource_name.h"
#include "storage/read_view.h"
#include "storage/record.h"

namespace counterpoint::service {

// The last number that was given; 0 where there was no plan yet. Errors: DATA_LOSS.
absl::StatusOr<int> LastPlanNumber(const storage::ReadView& view,
                                   const conversion::SessionName& name);

// A plan that is new under its number, and that number as the last one.
std::vector<storage::Write> WritesOfNewPlan(const conversion::PlanName& name,
                                            const v1::SessionPlan& plan);

storage::Write DeletionOf(const conversion::PlanName& name);

}  // namespace counterpoint::service
