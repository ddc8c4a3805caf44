#include "service/rpc/recommendation_runs.h"

#include "absl/strings/str_cat.h"
#include "service/learning/proposal_store.h"
#include "service/recommendations/refresh_work.h"
#include "service/rpc/request_check.h"

namespace counterpoint::service {

absl::StatusOr<v1::Operation> RecommendationRuns::Refresh(
    const v1::RefreshRecommendationsRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  OperationRequest operation;
  operation.alliance = *conversion::ParseAllianceName(request.parent());
  operation.method = kRefreshRecommendations;
  // A shadow and the lists that portals read do not wait for each other.
  operation.target =
      request.policy_proposal().empty() ? request.parent() : request.policy_proposal();
  v1::RefreshRecommendationsRequest kept = request;
  kept.clear_request_id();
  kept.clear_join();
  operation.request = kept.SerializeAsString();
  operation.request_id = request.request_id();
  operation.join = request.join();

  const auto view = backend_.store.View();
  const auto alliance = FindAlliance(backend_, *view, operation.alliance);
  if (!alliance.ok()) return alliance.status();
  if (!request.validate_only()) {
    const auto repeated = backend_.operations.FindRepeated(operation);
    if (!repeated.ok()) return repeated.status();
    if (repeated->has_value()) return **repeated;
  }
  if (!request.policy_proposal().empty()) {
    const auto proposal =
        ReadProposal(*view, *conversion::ParsePolicyProposalName(request.policy_proposal()));
    if (!proposal.ok()) return proposal.status();
  }
  const auto index = backend_.live_index.Current(operation.alliance);
  if (!index.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the index of ", request.parent(), " does not answer yet: ", index.status().message()));
  }
  if (!request.validate_only()) return backend_.operations.Begin(operation);
  v1::Operation would_be;
  would_be.set_method(operation.method);
  would_be.set_target(operation.target);
  return would_be;
}

absl::Status RecommendationRuns::Run(const OperationRequest& operation,
                                     OperationControl& control) const {
  v1::RefreshRecommendationsRequest request;
  if (!request.ParseFromString(operation.request)) {
    return absl::DataLossError("the request that was kept cannot be read");
  }
  absl::Status ended;
  background_.Run([&](const matching::ParallelFor& parallel) {
    ended = RefreshWork(backend_, request, control, parallel).Run();
  });
  return ended;
}

}  // namespace counterpoint::service
