#include "clients/cpp/plans.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cpp/error.h"

namespace counterpoint::client {
namespace {

using Stub = v1::PlanService::StubInterface;

ConnectionOptions Searching(ConnectionOptions options) {
  options.timeout = options.search_timeout;
  return options;
}

}  // namespace

Plans::Plans(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options)
    : stub_(v1::PlanService::NewStub(channel)),
      caller_(options),
      search_(Searching(options)),
      operations_(channel, options) {}

absl::StatusOr<v1::Operation> Plans::PlanSession(const v1::PlanSessionRequest& request) const {
  return caller_.Call(*stub_, &Stub::PlanSession, WithRequestId(request));
}

absl::StatusOr<v1::RepairPlanResponse> Plans::Repair(const v1::RepairPlanRequest& request) const {
  return search_.Call(*stub_, &Stub::RepairPlan, WithRequestId(request));
}

absl::StatusOr<v1::SessionPlan> Plans::Edit(const v1::EditPlanRequest& request) const {
  return caller_.Call(*stub_, &Stub::EditPlan, WithRequestId(request));
}

absl::StatusOr<v1::JudgeSessionChangesResponse> Plans::JudgeChanges(
    const v1::JudgeSessionChangesRequest& request) const {
  return search_.Call(*stub_, &Stub::JudgeSessionChanges, request);
}

absl::StatusOr<v1::SessionPlan> Plans::Get(const v1::GetPlanRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetPlan, request);
}

Pages<v1::SessionPlan> Plans::List(v1::ListPlansRequest request) const {
  return FetchPages<v1::SessionPlan>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListPlansRequest& page) {
        return caller.Call(*stub, &Stub::ListPlans, page);
      },
      [](v1::ListPlansResponse& response) { return response.mutable_plans(); });
}

absl::StatusOr<v1::ComparePlansResponse> Plans::Compare(
    const v1::ComparePlansRequest& request) const {
  return caller_.Call(*stub_, &Stub::ComparePlans, request);
}

absl::StatusOr<v1::Session> Plans::Publish(const v1::PublishPlanRequest& request) const {
  return caller_.Call(*stub_, &Stub::PublishPlan, WithRequestId(request));
}

absl::Status Plans::Delete(const v1::DeletePlanRequest& request) const {
  return caller_.Call(*stub_, &Stub::DeletePlan, WithRequestId(request)).status();
}

absl::StatusOr<v1::SessionPlan> Plans::PlanAndAwait(const v1::PlanSessionRequest& request,
                                                    const AwaitOptions& options) const {
  const auto begun = PlanSession(request);
  if (!begun.ok()) return begun.status();
  const auto ended = operations_.AwaitEnd(begun->name(), options);
  if (!ended.ok()) return ended.status();
  if (ended->state() == v1::Operation::FAILED) return FromProto(ended->error());
  if (ended->state() != v1::Operation::SUCCEEDED) {
    return absl::CancelledError(absl::StrCat(ended->name(), " was cancelled"));
  }
  v1::GetPlanRequest get;
  get.set_name(ended->result());
  get.set_language(request.language());
  return Get(get);
}

}  // namespace counterpoint::client
