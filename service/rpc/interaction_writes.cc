#include "service/rpc/interaction_writes.h"

#include <utility>
#include <vector>

#include "service/conversion/interaction_record.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/interaction_judge.h"
#include "service/rpc/request_check.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::Write;

// What a batch comes to, beside a view: of each interaction the record as it is
// there already, or a write.
using Recording = std::vector<InteractionJudge::Judgement>;

// Errors: ALREADY_EXISTS where some are there with other content, else
// INVALID_ARGUMENT where members or tokens of new ones are wrong, each with all that
// are concerned; DATA_LOSS.
absl::StatusOr<Recording> Compare(const Backend& backend, const storage::ReadView& view,
                                  const std::string& alliance,
                                  const v1::BatchRecordInteractionsRequest& request) {
  Recording recording;
  InteractionJudge judge(view, alliance, backend.generations);
  validation::Violations taken;
  validation::Violations wrong;
  std::string first_taken;
  const validation::FieldPath root;
  for (int i = 0; i < request.interactions_size(); ++i) {
    const v1::Interaction& said = request.interactions(i);
    auto judgement = judge.Judge(root.Item("interactions", i), said, taken, wrong);
    if (!judgement.ok()) return judgement.status();
    if (judgement->is_taken && first_taken.empty()) {
      first_taken = conversion::ParseInteractionName(said.name())->interaction;
    }
    recording.push_back(*std::move(judgement));
  }
  if (!taken.empty()) return InteractionsExist(taken.ToStatus(), alliance, first_taken);
  if (!wrong.empty()) return wrong.ToStatus();
  return recording;
}

}  // namespace

absl::StatusOr<v1::BatchRecordInteractionsResponse> InteractionWrites::BatchRecord(
    const v1::BatchRecordInteractionsRequest& request) const {
  return UntilUndisturbed("", [&] { return BatchRecordOnce(request); });
}

absl::StatusOr<v1::BatchRecordInteractionsResponse> InteractionWrites::BatchRecordOnce(
    const v1::BatchRecordInteractionsRequest& request) const {
  const std::string alliance = conversion::ParseAllianceName(request.parent()).value_or("");
  absl::ReaderMutexLock lock(&backend_.locks.Of(alliance));
  const auto view = backend_.store.View();
  const auto known = CheckByTopics(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();
  const auto recording = Compare(backend_, *view, alliance, request);
  if (!recording.ok()) return recording.status();

  storage::CommitRequest commit;
  commit.alliance = alliance;
  for (const auto& judgement : *recording) {
    if (judgement.write) commit.writes.push_back(*judgement.write);
  }
  const auto recorded_count = static_cast<std::int32_t>(commit.writes.size());
  const auto result = backend_.store.Commit(std::move(commit));
  if (LostRace(result.status())) return absl::AbortedError(result.status().message());
  if (!result.ok()) return result.status();

  v1::BatchRecordInteractionsResponse response;
  response.set_recorded_count(recorded_count);
  for (const auto& judgement : *recording) {
    auto kept = conversion::InteractionOf(
        alliance, judgement.present ? *judgement.present : Written(*judgement.write, *result));
    if (!kept.ok()) return kept.status();
    *response.add_interactions() = *std::move(kept);
  }
  return response;
}

absl::StatusOr<google::protobuf::Empty> InteractionWrites::Delete(
    const v1::DeleteInteractionRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseInteractionName(request.name());
  return Once<google::protobuf::Empty>(backend_, name->alliance, request, [&] {
    return DeleteOnce(name->alliance, name->interaction, request);
  });
}

absl::StatusOr<google::protobuf::Empty> InteractionWrites::DeleteOnce(
    const std::string& alliance, const std::string& interaction,
    const v1::DeleteInteractionRequest& request) const {
  absl::ReaderMutexLock lock(&backend_.locks.Of(alliance));
  const auto known = FindAlliance(backend_, *backend_.store.View(), alliance);
  if (!known.ok()) return known.status();
  storage::CommitRequest commit = CommitFor(alliance, request);
  Write removal;
  removal.kind = Write::Kind::kDelete;
  removal.collection = Collection::kInteraction;
  removal.id = interaction;
  commit.writes = {std::move(removal)};
  const auto result = backend_.store.Commit(std::move(commit));
  if (absl::IsNotFound(result.status())) return InteractionNotFound(alliance, interaction);
  if (!result.ok()) return result.status();
  return google::protobuf::Empty();
}

}  // namespace counterpoint::service
