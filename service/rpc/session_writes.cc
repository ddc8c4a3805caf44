#include "service/rpc/session_writes.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/conversion/session_record.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/request_check.h"
#include "service/rpc/session_commit.h"
#include "service/sessions/session_reader.h"
#include "service/sessions/session_states.h"
#include "service/sessions/session_uses.h"
#include "service/tokens/resource_id.h"
#include "service/validation/session_check.h"
#include "service/validation/update_mask.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::Write;

Write RemovalOf(Collection collection, const std::string& id) {
  Write write;
  write.kind = Write::Kind::kDelete;
  write.collection = collection;
  write.id = id;
  return write;
}

// Of all records of the collection that are within the session.
absl::Status AddRemovals(const storage::ReadView& view, const conversion::SessionName& name,
                         Collection collection, std::vector<Write>& writes) {
  return ScanSession(view, name, collection,
                     [&](const storage::Record& record) -> absl::StatusOr<bool> {
                       writes.push_back(RemovalOf(collection, record.id));
                       return true;
                     });
}

}  // namespace

absl::StatusOr<v1::Session> SessionWrites::Create(const v1::CreateSessionRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto alliance = conversion::ParseAllianceName(request.parent());
  return Once<v1::Session>(backend_, *alliance, request,
                           [&] { return CreateOnce(*alliance, request); });
}

absl::StatusOr<v1::Session> SessionWrites::CreateOnce(
    const std::string& alliance, const v1::CreateSessionRequest& request) const {
  absl::MutexLock lock(&backend_.session_locks.Of(alliance));
  absl::ReaderMutexLock alliance_lock(&backend_.locks.Of(alliance));
  const auto view = backend_.store.View();
  const auto known = FindAlliance(backend_, *view, alliance);
  if (!known.ok()) return known.status();
  const conversion::SessionName name = {
      alliance, request.session_id().empty() ? NewResourceId() : request.session_id()};
  const auto present = view->Get(alliance, Collection::kSession, name.session);
  if (present.ok()) return SessionExists(name);
  if (!absl::IsNotFound(present.status())) return present.status();

  v1::Session session = NewSession(name, request.session());
  if (request.validate_only()) return session;
  return CommitPut(backend_.store, CommitFor(alliance, request), std::move(session));
}

absl::StatusOr<v1::Session> SessionWrites::Update(const v1::UpdateSessionRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseSessionName(request.session().name());
  return Once<v1::Session>(backend_, name->alliance, request,
                           [&] { return UpdateOnce(*name, request); });
}

absl::StatusOr<v1::Session> SessionWrites::UpdateOnce(
    const conversion::SessionName& name, const v1::UpdateSessionRequest& request) const {
  absl::MutexLock lock(&backend_.session_locks.Of(name.alliance));
  absl::ReaderMutexLock alliance_lock(&backend_.locks.Of(name.alliance));
  const auto view = backend_.store.View();
  auto session = ReadSession(*view, name);
  if (!session.ok()) return session;
  const std::string& etag = request.session().etag();
  if (!etag.empty() && etag != session->etag()) return StaleEtag(session->name());
  const absl::Status open = CheckNotClosed(*session);
  if (!open.ok()) return open;

  validation::Apply(request.update_mask(), request.session(), *session);
  validation::Violations violations;
  validation::CheckSession(validation::FieldPath("session"), *session, name.alliance, violations);
  if (!violations.empty()) return violations.ToStatus();
  const absl::Status remain = CheckUsesRemain(*view, *session);
  if (!remain.ok()) return remain;

  conversion::NameSlots(*session);
  if (request.validate_only()) return session;
  return CommitPut(backend_.store, CommitFor(name.alliance, request), *std::move(session));
}

absl::StatusOr<google::protobuf::Empty> SessionWrites::Delete(
    const v1::DeleteSessionRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseSessionName(request.name());
  return Once<google::protobuf::Empty>(backend_, name->alliance, request,
                                       [&] { return DeleteOnce(*name, request); });
}

absl::StatusOr<google::protobuf::Empty> SessionWrites::DeleteOnce(
    const conversion::SessionName& name, const v1::DeleteSessionRequest& request) const {
  absl::MutexLock lock(&backend_.session_locks.Of(name.alliance));
  absl::ReaderMutexLock alliance_lock(&backend_.locks.Of(name.alliance));
  const auto view = backend_.store.View();
  const auto session = ReadSession(*view, name);
  if (!session.ok()) return session.status();
  if (!request.etag().empty() && request.etag() != session->etag()) {
    return StaleEtag(session->name());
  }
  if (!request.force() &&
      (session->state() == v1::Session::PUBLISHED || session->state() == v1::Session::RUNNING)) {
    return absl::FailedPreconditionError(absl::StrCat(session->name(), " is ",
                                                      v1::Session::State_Name(session->state()),
                                                      "; set force to delete it all the same"));
  }

  storage::CommitRequest commit = CommitFor(name.alliance, request);
  commit.writes = {RemovalOf(Collection::kSession, name.session)};
  for (const Collection collection :
       {Collection::kParticipant, Collection::kPlan, Collection::kMeetingOutcome}) {
    const absl::Status added = AddRemovals(*view, name, collection, commit.writes);
    if (!added.ok()) return added;
  }
  const auto result = backend_.store.Commit(std::move(commit));
  if (!result.ok()) return result.status();
  return google::protobuf::Empty();
}

absl::StatusOr<v1::Session> SessionWrites::SetState(
    const v1::SetSessionStateRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseSessionName(request.name());
  absl::MutexLock lock(&backend_.session_locks.Of(name->alliance));
  absl::ReaderMutexLock alliance_lock(&backend_.locks.Of(name->alliance));
  auto session = ReadSession(*backend_.store.View(), *name);
  if (!session.ok()) return session;
  // There is no request id: a repetition has to pass, whose etag is of before.
  if (session->state() == request.state()) return session;
  if (!request.etag().empty() && request.etag() != session->etag()) {
    return StaleEtag(session->name());
  }
  const absl::Status stepped = Step(request.state(), *session);
  if (!stepped.ok()) return stepped;
  storage::CommitRequest commit;
  commit.alliance = name->alliance;
  return CommitPut(backend_.store, std::move(commit), *std::move(session));
}

}  // namespace counterpoint::service
