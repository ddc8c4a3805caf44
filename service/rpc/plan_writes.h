// The methods of PlanService that change a plan or a session by hand.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/plan_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/plan_basis.h"

namespace counterpoint::service {

// Keeps a plan under the next number and gives it its name. The session is looked
// at again. Errors: NOT_FOUND, FAILED_PRECONDITION (closed meanwhile), those of
// storage::Store::Commit.
absl::Status KeepPlan(const Backend& backend, const conversion::SessionName& name,
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
  const Backend& backend_;
};

}  // namespace counterpoint::service
