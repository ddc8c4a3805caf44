#include "service/rpc/participant_writes.h"

#include <string>
#include <utility>

#include "service/conversion/etag.h"
#include "service/conversion/session_record.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/request_check.h"
#include "service/sessions/joining.h"
#include "service/sessions/participant_member.h"
#include "service/sessions/session_put.h"
#include "service/sessions/session_reader.h"
#include "service/sessions/session_states.h"
#include "service/validation/participant_check.h"
#include "service/validation/update_mask.h"

namespace counterpoint::service {
namespace {

using storage::CommitResult;

absl::StatusOr<v1::Participant> CommitPut(storage::Store& store, storage::CommitRequest commit,
                                          v1::Participant participant) {
  commit.writes = {PutOf(participant)};
  commit.make_reply = [&](const CommitResult& result) {
    Stamp(result, participant);
    return participant.SerializeAsString();
  };
  const auto result = store.Commit(std::move(commit));
  if (!result.ok()) return result.status();
  return ReplyOf<v1::Participant>(*result);
}

}  // namespace

absl::StatusOr<v1::Participant> ParticipantWrites::Create(
    const v1::CreateParticipantRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto session = conversion::ParseSessionName(request.parent());
  return Once<v1::Participant>(backend_, session->alliance, request,
                               [&] { return CreateOnce(*session, request); });
}

absl::StatusOr<v1::Participant> ParticipantWrites::CreateOnce(
    const conversion::SessionName& session, const v1::CreateParticipantRequest& request) const {
  absl::MutexLock lock(&backend_.session_locks.Of(session.alliance));
  absl::ReaderMutexLock alliance_lock(&backend_.locks.Of(session.alliance));
  const auto view = backend_.store.View();
  auto joining = Joining::Into(*view, session);
  if (!joining.ok()) return joining.status();
  const validation::FieldPath root;
  const absl::Status added = joining->Add(root, request, backend_.clock());
  if (!added.ok()) return added;
  auto participants = joining->Finish();
  if (!participants.ok()) return participants.status();
  return CommitPut(backend_.store, CommitFor(session.alliance, request),
                   std::move(participants->front()));
}

absl::StatusOr<v1::BatchCreateParticipantsResponse> ParticipantWrites::BatchCreate(
    const v1::BatchCreateParticipantsRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto session = conversion::ParseSessionName(request.parent());
  return Once<v1::BatchCreateParticipantsResponse>(
      backend_, session->alliance, request, [&] { return BatchCreateOnce(*session, request); });
}

absl::StatusOr<v1::BatchCreateParticipantsResponse> ParticipantWrites::BatchCreateOnce(
    const conversion::SessionName& session,
    const v1::BatchCreateParticipantsRequest& request) const {
  absl::MutexLock lock(&backend_.session_locks.Of(session.alliance));
  absl::ReaderMutexLock alliance_lock(&backend_.locks.Of(session.alliance));
  const auto view = backend_.store.View();
  auto joining = Joining::Into(*view, session);
  if (!joining.ok()) return joining.status();
  const validation::FieldPath root;
  for (int i = 0; i < request.requests_size(); ++i) {
    const validation::FieldPath path = root.Item("requests", i);
    const absl::Status added = joining->Add(path, request.requests(i), backend_.clock());
    if (!added.ok()) return added;
  }
  auto participants = joining->Finish();
  if (!participants.ok()) return participants.status();

  storage::CommitRequest commit = CommitFor(session.alliance, request);
  for (const v1::Participant& participant : *participants) {
    commit.writes.push_back(PutOf(participant));
  }
  commit.make_reply = [&](const CommitResult& result) {
    v1::BatchCreateParticipantsResponse response;
    for (v1::Participant& participant : *participants) {
      Stamp(result, participant);
      *response.add_participants() = participant;
    }
    return response.SerializeAsString();
  };
  const auto result = backend_.store.Commit(std::move(commit));
  if (!result.ok()) return result.status();
  return ReplyOf<v1::BatchCreateParticipantsResponse>(*result);
}

absl::StatusOr<v1::Participant> ParticipantWrites::Update(
    const v1::UpdateParticipantRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseParticipantName(request.participant().name());
  return Once<v1::Participant>(backend_, name->alliance, request,
                               [&] { return UpdateOnce(*name, request); });
}

absl::StatusOr<v1::Participant> ParticipantWrites::UpdateOnce(
    const conversion::ParticipantName& name, const v1::UpdateParticipantRequest& request) const {
  absl::MutexLock lock(&backend_.session_locks.Of(name.alliance));
  absl::ReaderMutexLock alliance_lock(&backend_.locks.Of(name.alliance));
  const auto view = backend_.store.View();
  auto participant = ReadParticipant(*view, name);
  if (!participant.ok()) return participant;
  const auto session = ReadSession(*view, {name.alliance, name.session});
  if (!session.ok()) return session.status();
  const std::string& etag = request.participant().etag();
  if (!etag.empty() && etag != participant->etag()) return StaleEtag(participant->name());
  const absl::Status open = CheckNotClosed(*session);
  if (!open.ok()) return open;

  validation::Apply(request.update_mask(), request.participant(), *participant);
  const validation::FieldPath path("participant");
  validation::Violations violations;
  validation::CheckParticipant(path, *participant, name, violations);
  validation::CheckParticipantWithin(path, *participant, *session,
                                     validation::SessionParts(*session), violations);
  if (!violations.empty()) return violations.ToStatus();
  const absl::Status shown = ShowMember(*view, *participant);
  if (!shown.ok()) return shown;
  return CommitPut(backend_.store, CommitFor(name.alliance, request), *std::move(participant));
}

absl::StatusOr<google::protobuf::Empty> ParticipantWrites::Delete(
    const v1::DeleteParticipantRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseParticipantName(request.name());
  return Once<google::protobuf::Empty>(backend_, name->alliance, request,
                                       [&] { return DeleteOnce(*name, request); });
}

absl::StatusOr<google::protobuf::Empty> ParticipantWrites::DeleteOnce(
    const conversion::ParticipantName& name, const v1::DeleteParticipantRequest& request) const {
  absl::MutexLock lock(&backend_.session_locks.Of(name.alliance));
  absl::ReaderMutexLock alliance_lock(&backend_.locks.Of(name.alliance));
  const auto view = backend_.store.View();
  const auto participant = ReadParticipant(*view, name);
  if (!participant.ok()) return participant.status();
  const auto session = ReadSession(*view, {name.alliance, name.session});
  if (!session.ok()) return session.status();
  if (!request.etag().empty() && request.etag() != participant->etag()) {
    return StaleEtag(participant->name());
  }
  absl::Status allowed = CheckNotClosed(*session);
  if (!request.ignore_deadline()) allowed.Update(CheckDeadline(*session, backend_.clock()));
  if (!allowed.ok()) return allowed;

  storage::CommitRequest commit = CommitFor(name.alliance, request);
  storage::Write removal;
  removal.kind = storage::Write::Kind::kDelete;
  removal.collection = storage::Collection::kParticipant;
  removal.id = conversion::ParticipantRecordId(name.session, name.member);
  removal.precondition =
      storage::Precondition::AtRevision(*conversion::RevisionOf(participant->etag()));
  commit.writes = {std::move(removal)};
  const auto result = backend_.store.Commit(std::move(commit));
  if (!result.ok()) return result.status();
  return google::protobuf::Empty();
}

}  // namespace counterpoint::service
