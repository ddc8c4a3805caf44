#include "service/rpc/interaction_stream.h"

#include <utility>

#include "service/rpc/grpc_status.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/interaction_judge.h"
#include "service/rpc/request_check.h"

namespace counterpoint::service {
namespace {

// The verdict on one interaction that is new or there already; nothing where it is
// refused, for which it gives the error.
absl::StatusOr<std::optional<InteractionJudge::Judgement>> JudgeOne(
    InteractionJudge& judge, const v1::RecordInteractionsRequest& request, int index,
    const std::string& alliance, absl::Status& refusal) {
  const v1::Interaction& said = request.interactions(index);
  const validation::FieldPath root;
  validation::Violations taken;
  validation::Violations wrong;
  auto judgement = judge.Judge(root.Item("interactions", index), said, taken, wrong);
  if (!judgement.ok()) return judgement.status();
  if (!taken.empty()) {
    refusal = InteractionsExist(taken.ToStatus(), alliance,
                                conversion::ParseInteractionName(said.name())->interaction);
  } else {
    refusal = wrong.ToStatus();
  }
  if (!refusal.ok()) return std::optional<InteractionJudge::Judgement>();
  return std::optional<InteractionJudge::Judgement>(*std::move(judgement));
}

}  // namespace

absl::Status InteractionStream::Begin(const v1::RecordInteractionsRequest& request) {
  validation::Violations violations;
  validation::CheckRecording(request, parent_, violations);
  if (!violations.empty()) return violations.ToStatus();
  if (!parent_.empty()) return absl::OkStatus();
  parent_ = request.parent();
  alliance_ = conversion::ParseAllianceName(parent_).value_or("");
  return absl::OkStatus();
}

absl::StatusOr<v1::RecordInteractionsResponse> InteractionStream::Take(
    const v1::RecordInteractionsRequest& request) {
  const absl::Status begun = Begin(request);
  if (!begun.ok()) return begun;
  return UntilUndisturbed("", [&] { return TakeOnce(request); });
}

absl::StatusOr<v1::RecordInteractionsResponse> InteractionStream::TakeOnce(
    const v1::RecordInteractionsRequest& request) const {
  absl::ReaderMutexLock lock(&backend_.locks.Of(alliance_));
  const auto view = backend_.store.View();
  const auto known = FindAlliance(backend_, *view, alliance_);
  if (!known.ok()) return known.status();
  const validation::Setting setting = SettingOf(backend_, **known);

  v1::RecordInteractionsResponse response;
  const auto refuse = [&](int index, const absl::Status& error) {
    auto& refusal = *response.add_refusals();
    refusal.set_index(index);
    refusal.set_name(validation::Echoed(request.interactions(index).name()));
    *refusal.mutable_error() = ToRpcStatus(error);
  };
  InteractionJudge judge(*view, alliance_, backend_.generations);
  validation::InteractionNames names;
  storage::CommitRequest commit;
  commit.alliance = alliance_;
  for (int i = 0; i < request.interactions_size(); ++i) {
    validation::Violations violations;
    validation::CheckRecorded(request, i, setting, violations);
    names.Check(i, request.interactions(i), violations);
    if (!violations.empty()) {
      refuse(i, violations.ToStatus());
      continue;
    }
    absl::Status refusal;
    auto judgement = JudgeOne(judge, request, i, alliance_, refusal);
    if (!judgement.ok()) return judgement.status();
    if (!judgement->has_value()) {
      refuse(i, refusal);
    } else if ((*judgement)->present) {
      response.set_repeated_count(response.repeated_count() + 1);
    } else {
      commit.writes.push_back(*std::move((*judgement)->write));
    }
  }
  response.set_recorded_count(static_cast<std::int32_t>(commit.writes.size()));
  if (commit.writes.empty()) return response;
  EnterStage(Stage::kCommit);
  const auto result = backend_.store.Commit(std::move(commit));
  EnterStage(Stage::kWork);
  if (LostRace(result.status())) return absl::AbortedError(result.status().message());
  if (!result.ok()) return result.status();
  return response;
}

}  // namespace counterpoint::service
