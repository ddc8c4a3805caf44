// The methods of PlanService that search while their callers wait.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "counterpoint/v1/plan_service.pb.h"
#include "service/conversion/resource_name.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of plan_service.proto. They take seconds, and end
// soon after `stop` says so, with CANCELLED. Thread-safe.
class PlanSearches {
 public:
  explicit PlanSearches(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::RepairPlanResponse> Repair(const v1::RepairPlanRequest& request,
                                                const std::function<bool()>& stop) const;
  absl::StatusOr<v1::JudgeSessionChangesResponse> JudgeChanges(
      const v1::JudgeSessionChangesRequest& request, const std::function<bool()>& stop) const;

 private:
  // Of its answer's plan the name alone where the plan was kept.
  absl::StatusOr<v1::RepairPlanResponse> RepairOnce(const conversion::PlanName& name,
                                                    const v1::RepairPlanRequest& request,
                                                    const std::function<bool()>& stop) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
