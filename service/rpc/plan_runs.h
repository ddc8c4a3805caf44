// The method PlanSession, and the work that it begins.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "counterpoint/v1/plan_service.pb.h"
#include "matching/planning/planner.h"
#include "service/operations/operations.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Name of the method, of which operations are.
inline constexpr char kPlanSession[] = "PlanSession";

// The usual effort, in shares of it, 1 where 0. REQUIRES: effort >= 0.
matching::PlanOptions PlanOptionsOf(int seed, double effort);

// Contracts and errors are those of plan_service.proto. Thread-safe.
class PlanRuns {
 public:
  explicit PlanRuns(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Operation> PlanSession(const v1::PlanSessionRequest& request) const;

  // The work of an operation: the plan is of the session, and by the scores, of the
  // moment at which it begins; both are told by the plan. Errors, which become the
  // operation's: NOT_FOUND, FAILED_PRECONDITION (as of the method, and where the
  // session has begun meanwhile), CANCELLED.
  absl::Status Run(const OperationRequest& operation, OperationControl& control) const;

 private:
  absl::StatusOr<v1::SessionPlan> MakePlan(const v1::PlanSessionRequest& request,
                                           OperationControl& control) const;
  absl::Status Keep(const conversion::SessionName& name, const v1::SessionPlan& plan,
                    OperationControl& control) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
