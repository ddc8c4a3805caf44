#include "service/rpc/alliance_writes.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/conversion/alliance_record.h"
#include "service/conversion/etag.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/request_check.h"
#include "service/rpc/topic_use.h"
#include "service/validation/alliance_check.h"
#include "service/validation/normal_form.h"
#include "service/validation/update_mask.h"

namespace counterpoint::service {
namespace {

using storage::CommitResult;
using storage::Record;
using storage::Write;

bool EtagHolds(const std::string& etag, const Record& present) {
  return etag.empty() || conversion::RevisionOf(etag) == present.revision;
}

Write PutOf(const v1::Alliance& alliance, storage::Precondition precondition) {
  Write write;
  write.collection = storage::Collection::kAlliance;
  write.payload = conversion::PayloadOf(alliance);
  write.precondition = precondition;
  return write;
}

// The record as it is, or would be, with another payload.
Record WithPayload(Record present, const Write& write) {
  present.payload = write.payload;
  return present;
}

template <typename Request>
absl::StatusOr<v1::Alliance> CommitPut(storage::Store& store, const std::string& alliance,
                                       const Request& request, const Write& write,
                                       const Record* present) {
  storage::CommitRequest commit = CommitFor(alliance, request);
  commit.writes = {write};
  commit.make_reply = [&](const CommitResult& result) {
    Record record = present == nullptr ? Record() : *present;
    if (present == nullptr) record.create_time = result.commit_time;
    record.revision = result.revision;
    record.update_time = result.commit_time;
    const auto shown = ShownAlliance(alliance, WithPayload(record, write), result.revision);
    return shown.ok() ? shown->SerializeAsString() : "";
  };
  const auto result = store.Commit(std::move(commit));
  if (!result.ok()) return result.status();
  return ReplyOf<v1::Alliance>(*result);
}

bool ChangesPolicyOrTopics(v1::Alliance before, const v1::Alliance& after) {
  validation::Normalise(before);
  v1::Alliance left;
  v1::Alliance right;
  left.mutable_policy()->CopyFrom(before.policy());
  right.mutable_policy()->CopyFrom(after.policy());
  *left.mutable_topics() = before.topics();
  *right.mutable_topics() = after.topics();
  return RequestBytes(left) != RequestBytes(right);
}

absl::Status CheckTopicsAreFree(const storage::ReadView& view, const std::string& alliance,
                                const v1::Alliance& before, const v1::Alliance& after) {
  const auto removed = RemovedTopics(before, after);
  if (removed.empty()) return absl::OkStatus();
  const auto users = MembersUsing(view, alliance, removed);
  if (!users.ok()) return users.status();
  if (users->empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "topics that would be removed are in use by members, e.g. ", absl::StrJoin(*users, ", ")));
}

}  // namespace

absl::StatusOr<v1::Alliance> AllianceWrites::Create(
    const v1::CreateAllianceRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  return Once<v1::Alliance>(backend_, request.alliance_id(), request,
                            [&] { return CreateOnce(request); });
}

absl::StatusOr<v1::Alliance> AllianceWrites::CreateOnce(
    const v1::CreateAllianceRequest& request) const {
  const std::string& alliance = request.alliance_id();
  absl::MutexLock lock(&backend_.locks.Of(alliance));
  v1::Alliance normal = request.alliance();
  validation::Normalise(normal);
  const Write write = PutOf(normal, storage::Precondition::MustNotExist());
  auto created = CommitPut(backend_.store, alliance, request, write, nullptr);
  if (absl::IsAlreadyExists(created.status())) return AllianceExists(alliance);
  return created;
}

absl::StatusOr<v1::Alliance> AllianceWrites::Update(
    const v1::UpdateAllianceRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto alliance = conversion::ParseAllianceName(request.alliance().name());
  return Once<v1::Alliance>(backend_, *alliance, request,
                            [&] { return UpdateOnce(*alliance, request); });
}

absl::StatusOr<v1::Alliance> AllianceWrites::UpdateOnce(
    const std::string& alliance, const v1::UpdateAllianceRequest& request) const {
  absl::MutexLock lock(&backend_.locks.Of(alliance));
  const auto view = backend_.store.View();
  const auto known = FindAlliance(backend_, *view, alliance);
  if (!known.ok()) return known.status();
  const Record& present = (*known)->record;
  if (!EtagHolds(request.alliance().etag(), present)) return StaleEtag(request.alliance().name());

  v1::Alliance updated = (*known)->stored;
  validation::Apply(request.update_mask(), request.alliance(), updated);
  validation::Violations violations;
  validation::CheckAlliance(validation::FieldPath("alliance"), updated, violations);
  if (!violations.empty()) return violations.ToStatus();
  const absl::Status free = CheckTopicsAreFree(*view, alliance, (*known)->stored, updated);
  if (!free.ok()) return free;

  validation::Normalise(updated);
  if (!ChangesPolicyOrTopics((*known)->stored, updated)) {
    updated.mutable_policy()->set_version((*known)->policy.version);
  }
  const Write write = PutOf(updated, storage::Precondition::AtRevision(present.revision));
  if (request.validate_only()) {
    const auto revision = view->Revision(alliance);
    if (!revision.ok()) return revision.status();
    return ShownAlliance(alliance, WithPayload(present, write), *revision);
  }
  return CommitPut(backend_.store, alliance, request, write, &present);
}

absl::StatusOr<google::protobuf::Empty> AllianceWrites::Delete(
    const v1::DeleteAllianceRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto alliance = conversion::ParseAllianceName(request.name());
  return Once<google::protobuf::Empty>(backend_, kDeletions, request,
                                       [&] { return DeleteOnce(*alliance, request); });
}

absl::StatusOr<google::protobuf::Empty> AllianceWrites::DeleteOnce(
    const std::string& alliance, const v1::DeleteAllianceRequest& request) const {
  absl::MutexLock lock(&backend_.locks.Of(alliance));
  const auto view = backend_.store.View();
  const auto record = view->Get(alliance, storage::Collection::kAlliance, "");
  if (absl::IsNotFound(record.status())) return AllianceNotFound(alliance);
  if (!record.ok()) return record.status();
  if (!EtagHolds(request.etag(), *record)) return StaleEtag(request.name());
  if (!request.force()) {
    Record member;
    const auto any = view->Scan(alliance, storage::Collection::kMember, "")->Next(member);
    if (!any.ok()) return any.status();
    if (*any) {
      return absl::FailedPreconditionError(
          absl::StrCat(request.name(), " has members; set force to delete them too"));
    }
  }
  if (request.validate_only()) return google::protobuf::Empty();
  const auto dropped =
      backend_.store.DropAlliance(alliance, storage::Precondition::AtRevision(record->revision));
  if (!dropped.ok()) return dropped.status();
  backend_.operations.Forget(alliance);
  RememberDeletion(request);
  return google::protobuf::Empty();
}

// The alliance's own request ids go with it, so this one is remembered apart. A
// crash in between makes a repetition NOT_FOUND, and nothing worse.
void AllianceWrites::RememberDeletion(const v1::DeleteAllianceRequest& request) const {
  if (request.request_id().empty()) return;
  storage::CommitRequest commit = CommitFor(kDeletions, request);
  Write mark;
  mark.id = request.name();
  mark.expire_time = backend_.clock();
  commit.writes = {std::move(mark)};
  backend_.store.Commit(std::move(commit)).IgnoreError();
}

}  // namespace counterpoint::service
