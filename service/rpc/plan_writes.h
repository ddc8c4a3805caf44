// The methods of PlanService that change a plan or a session by hand.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/plan_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/plan_basis.h"

namespace counterpoint::service {

// Keeps a plan under the next number with a commit that has the request's id, and names the
// plan before the commit makes its reply. The session is looked at again. Errors: NOT_FOUND,
// FAILED_PRECONDITION (closed meanwhile), those of storage::Store::Commit.
absl::StatusOr<storage::CommitResult> KeepPlan(const Backend& backend,
                                               const conversion::SessionName& name,
                                               storage::CommitRequest commit,
                                               v1::SessionPlan& plan);

// Contracts and errors are those of plan_service.proto. Each change waits for its
// commit to be on disk. Thread-safe.
class PlanWrites {
 public:
  explicit PlanWrites(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::SessionPlan> Edit(const v1::EditPlanRequest& request) const;
  absl::StatusOr<v1::Session> Publish(const v1::PublishPlanRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> Delete(const v1::DeletePlanRequest& request) const;

 private:
  // The plan as the edits make it, with what it was judged by.
  struct Edited {
    PlanBasis basis;
    v1::SessionPlan plan;
  };
  absl::StatusOr<Edited> MakeEdited(const conversion::PlanName& name,
                                    const v1::EditPlanRequest& request) const;
  // Its name alone.
  absl::StatusOr<v1::SessionPlan> EditOnce(const conversion::PlanName& name,
                                           const v1::EditPlanRequest& request) const;
  absl::StatusOr<v1::Session> PublishOnce(const conversion::PlanName& name,
                                          const v1::PublishPlanRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteOnce(const conversion::PlanName& name,
                                                     const v1::DeletePlanRequest& request) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
