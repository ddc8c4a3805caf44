// The method WhyNot.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/matching_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contract and errors are those of matching_service.proto. Nothing confidential is left
// out: access_table.cc lets nobody in but those who see all of it. Thread-safe.
absl::StatusOr<v1::WhyNotResponse> WhyNot(const Backend& backend, const v1::WhyNotRequest& request);

}  // namespace counterpoint::service
