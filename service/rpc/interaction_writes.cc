#include "service/rpc/interaction_writes.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/interaction_record.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/request_check.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::Record;
using storage::Write;

// What a batch comes to, beside a view.
struct Recording {
  // As they are there already; nothing for those that are new.
  std::vector<std::optional<Record>> present;
  std::vector<Write> writes;  // Of the new ones, in the order of the request.
};

std::string IdOf(const v1::Interaction& interaction) {
  return conversion::ParseInteractionName(interaction.name())->interaction;
}

Write PutOf(const v1::Interaction& interaction) {
  Write write;
  write.collection = Collection::kInteraction;
  write.id = IdOf(interaction);
  write.payload = conversion::PayloadOf(interaction);
  write.precondition = storage::Precondition::MustNotExist();
  return write;
}

// Whether members exist; each is looked up once.
class ExistingMembers {
 public:
  ExistingMembers(const storage::ReadView& view, absl::string_view alliance)
      : view_(view), alliance_(alliance) {}

  // A violation where the member does not exist. Errors: DATA_LOSS, UNAVAILABLE.
  absl::Status Expect(const validation::FieldPath& path, const std::string& name,
                      validation::Violations& violations) {
    const auto [exists, is_new] = known_.try_emplace(name, false);
    if (is_new) {
      const std::string id = conversion::ParseMemberName(name)->member;
      const auto record = view_.Get(alliance_, Collection::kMember, id);
      if (!record.ok() && !absl::IsNotFound(record.status())) return record.status();
      exists->second = record.ok();
    }
    if (!exists->second) violations.Add(path, "no such member");
    return absl::OkStatus();
  }

 private:
  const storage::ReadView& view_;
  const absl::string_view alliance_;
  absl::flat_hash_map<std::string, bool> known_;
};

// Errors: ALREADY_EXISTS where some are there with other content, else
// INVALID_ARGUMENT where members of new ones do not exist, each with all that
// are concerned; DATA_LOSS.
absl::StatusOr<Recording> Compare(const storage::ReadView& view, const std::string& alliance,
                                  const v1::BatchRecordInteractionsRequest& request) {
  Recording recording;
  ExistingMembers members(view, alliance);
  validation::Violations taken;
  validation::Violations missing;
  std::string first_taken;
  const validation::FieldPath root;
  for (int i = 0; i < request.interactions_size(); ++i) {
    const v1::Interaction& said = request.interactions(i);
    const validation::FieldPath path = root.Item("interactions", i);
    auto record = view.Get(alliance, Collection::kInteraction, IdOf(said));
    if (record.ok()) {
      const auto kept = conversion::InteractionOf(alliance, *record);
      if (!kept.ok()) return kept.status();
      if (!conversion::SayTheSame(said, *kept)) {
        if (taken.empty()) first_taken = record->id;
        taken.Add(path.Field("name"), absl::StrCat("is there with other content: ", IdOf(said)));
      }
      recording.present.emplace_back(*std::move(record));
      continue;
    }
    if (!absl::IsNotFound(record.status())) return record.status();
    absl::Status looked_up = members.Expect(path.Field("member"), said.member(), missing);
    looked_up.Update(members.Expect(path.Field("partner"), said.partner(), missing));
    if (!looked_up.ok()) return looked_up;
    recording.present.emplace_back(std::nullopt);
    recording.writes.push_back(PutOf(said));
  }
  if (!taken.empty()) return InteractionsExist(taken.ToStatus(), alliance, first_taken);
  if (!missing.empty()) return missing.ToStatus();
  return recording;
}

// The record that a commit made of the write.
Record Written(const Write& write, const storage::CommitResult& result) {
  Record record;
  record.id = write.id;
  record.payload = write.payload;
  record.create_time = result.commit_time;
  return record;
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
  const auto recording = Compare(*view, alliance, request);
  if (!recording.ok()) return recording.status();

  storage::CommitRequest commit;
  commit.alliance = alliance;
  commit.writes = recording->writes;
  const auto result = backend_.store.Commit(std::move(commit));
  if (LostRace(result.status())) return absl::AbortedError(result.status().message());
  if (!result.ok()) return result.status();

  v1::BatchRecordInteractionsResponse response;
  response.set_recorded_count(static_cast<std::int32_t>(recording->writes.size()));
  auto write = recording->writes.begin();
  for (const auto& present : recording->present) {
    auto kept =
        conversion::InteractionOf(alliance, present ? *present : Written(*write++, *result));
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
