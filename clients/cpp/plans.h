// The PlanService.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/operations.h"
#include "clients/cpp/pages.h"
#include "counterpoint/v1/plan_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe. Errors are those that the proto names, beside UNAVAILABLE and
// DEADLINE_EXCEEDED.
class Plans {
 public:
  Plans(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  // Begins to plan; see PlanAndAwait().
  absl::StatusOr<v1::Operation> PlanSession(const v1::PlanSessionRequest& request) const;
  absl::StatusOr<v1::RepairPlanResponse> Repair(const v1::RepairPlanRequest& request) const;
  absl::StatusOr<v1::SessionPlan> Edit(const v1::EditPlanRequest& request) const;
  absl::StatusOr<v1::JudgeSessionChangesResponse> JudgeChanges(
      const v1::JudgeSessionChangesRequest& request) const;
  absl::StatusOr<v1::SessionPlan> Get(const v1::GetPlanRequest& request) const;
  // The newest first. `request.page_token` says where to begin.
  Pages<v1::SessionPlan> List(v1::ListPlansRequest request) const;
  absl::StatusOr<v1::ComparePlansResponse> Compare(const v1::ComparePlansRequest& request) const;
  absl::StatusOr<v1::Session> Publish(const v1::PublishPlanRequest& request) const;
  absl::Status Delete(const v1::DeletePlanRequest& request) const;

  // Plans a session, waits for the end and gets the plan, in the language of the
  // request. Errors: those of PlanSession(), of the operation where it failed,
  // CANCELLED where it was cancelled here or elsewhere, DEADLINE_EXCEEDED (it
  // goes on then).
  absl::StatusOr<v1::SessionPlan> PlanAndAwait(const v1::PlanSessionRequest& request,
                                               const AwaitOptions& options = {}) const;

 private:
  std::shared_ptr<v1::PlanService::StubInterface> stub_;
  Caller caller_;
  Caller search_;
  Operations operations_;
};

}  // namespace counterpoint::client
