// The methods of PlanService that change nothing and are quick.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/plan_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of plan_service.proto. Thread-safe.
class PlanReads {
 public:
  explicit PlanReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::SessionPlan> Get(const v1::GetPlanRequest& request) const;
  absl::StatusOr<v1::ListPlansResponse> List(const v1::ListPlansRequest& request) const;
  absl::StatusOr<v1::ComparePlansResponse> Compare(const v1::ComparePlansRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
