#include "service/rpc/plan_writes.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/conversion/timestamp.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/plan_answer.h"
#include "service/rpc/plan_reads.h"
#include "service/rpc/request_check.h"
#include "service/rpc/session_commit.h"
#include "service/sessions/plan_edit.h"
#include "service/sessions/plan_store.h"
#include "service/sessions/plan_violations.h"
#include "service/sessions/session_reader.h"
#include "service/sessions/session_states.h"

namespace counterpoint::service {
absl::StatusOr<storage::CommitResult> KeepPlan(const Backend& backend,
                                               const conversion::SessionName& name,
                                               storage::CommitRequest commit,
                                               v1::SessionPlan& plan) {
  absl::MutexLock sessions(&backend.session_locks.Of(name.alliance));
  absl::ReaderMutexLock alliance(&backend.locks.Of(name.alliance));
  const auto view = backend.store.View();
  const auto session = ReadSession(*view, name);
  if (!session.ok()) return session.status();
  const absl::Status open = CheckNotClosed(*session);
  if (!open.ok()) return open;
  const auto last = LastPlanNumber(*view, name);
  if (!last.ok()) return last.status();
  const conversion::PlanName made{name.alliance, name.session, *last + 1};
  commit.writes = WritesOfNewPlan(made, plan);
  plan.set_name(conversion::FormatPlanName(made.alliance, made.session, made.plan));
  return backend.store.Commit(std::move(commit));
}

absl::StatusOr<PlanWrites::Edited> PlanWrites::MakeEdited(
    const conversion::PlanName& name, const v1::EditPlanRequest& request) const {
  auto basis = ReadBasis(backend_, {name.alliance, name.session});
  if (!basis.ok()) return basis.status();
  const absl::Status open = CheckNotClosed(basis->session);
  if (!open.ok()) return open;
  const auto base = ReadPlan(*basis->view, name);
  if (!base.ok()) return base.status();

  const std::vector<std::string> newcomers = MembersOfNewPairs(*base, request);
  absl::StatusOr<JudgedMembers> judged = JudgedMembers();
  if (!newcomers.empty()) {
    judged = JudgeMembers(backend_, *basis->view, name.alliance, newcomers, [] { return false; });
    if (!judged.ok()) return judged.status();
  }
  auto plan = EditedPlan({basis->session, basis->participants}, *base, request,
                         {newcomers, judged->scores});
  if (!plan.ok()) return plan.status();
  plan->set_base_plan(request.plan());
  plan->set_session_etag(basis->session.etag());
  if (!newcomers.empty()) {
    *plan->mutable_score_time() = conversion::ToTimestamp(judged->as_of);
    plan->set_score_revision(judged->revision);
  }
  return Edited{*std::move(basis), *std::move(plan)};
}

absl::StatusOr<v1::SessionPlan> PlanWrites::EditOnce(const conversion::PlanName& name,
                                                     const v1::EditPlanRequest& request) const {
  auto edited = MakeEdited(name, request);
  if (!edited.ok()) return edited.status();
  v1::SessionPlan& plan = edited->plan;
  storage::CommitRequest commit = CommitFor(name.alliance, request);
  commit.make_reply = [&plan](const storage::CommitResult&) {
    v1::SessionPlan named;
    named.set_name(plan.name());
    return named.SerializeAsString();
  };
  const auto kept = KeepPlan(backend_, edited->basis.name, std::move(commit), plan);
  return kept.ok() ? ReplyOf<v1::SessionPlan>(*kept) : kept.status();
}

absl::StatusOr<v1::SessionPlan> PlanWrites::Edit(const v1::EditPlanRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParsePlanName(request.plan());
  if (request.validate_only()) {
    auto edited = MakeEdited(*name, request);
    if (!edited.ok()) return edited.status();
    PlanWriter(edited->basis, request.language()).Complete(edited->plan);
    return std::move(edited->plan);
  }
  const auto kept = Once<v1::SessionPlan>(backend_, name->alliance, request,
                                          [&] { return EditOnce(*name, request); });
  if (!kept.ok()) return kept.status();
  v1::GetPlanRequest get;
  get.set_name(kept->name());
  get.set_language(request.language());
  return PlanReads(backend_).Get(get);
}

absl::StatusOr<v1::Session> PlanWrites::Publish(const v1::PublishPlanRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParsePlanName(request.name());
  return Once<v1::Session>(backend_, name->alliance, request,
                           [&] { return PublishOnce(*name, request); });
}

absl::StatusOr<v1::Session> PlanWrites::PublishOnce(const conversion::PlanName& name,
                                                    const v1::PublishPlanRequest& request) const {
  absl::MutexLock sessions(&backend_.session_locks.Of(name.alliance));
  absl::ReaderMutexLock alliance(&backend_.locks.Of(name.alliance));
  const auto basis = ReadBasis(backend_, {name.alliance, name.session});
  if (!basis.ok()) return basis.status();
  const auto plan = ReadPlan(*basis->view, name);
  if (!plan.ok()) return plan.status();
  const std::string& etag = request.session_etag();
  if (!etag.empty() && etag != basis->session.etag()) return StaleEtag(basis->session.name());
  const absl::Status open = CheckNotClosed(basis->session);
  if (!open.ok()) return open;
  const auto violations = FindViolations(basis->session, basis->participants, *plan);
  if (!violations.empty() && !request.allow_violations()) {
    return absl::FailedPreconditionError(absl::StrCat(
        request.name(), " goes against ", violations.size(),
        violations.size() == 1 ? " rule" : " rules", " of its session, the first being: ",
        PlanWriter(*basis, "").wording().Describe(violations.front()),
        " Repair or edit it, or set allow_violations"));
  }

  v1::Session session = basis->session;
  session.set_published_plan(request.name());
  if (session.state() != v1::Session::RUNNING) session.set_state(v1::Session::PUBLISHED);
  return CommitPut(backend_.store, CommitFor(name.alliance, request), std::move(session));
}

absl::StatusOr<google::protobuf::Empty> PlanWrites::Delete(
    const v1::DeletePlanRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParsePlanName(request.name());
  return Once<google::protobuf::Empty>(backend_, name->alliance, request,
                                       [&] { return DeleteOnce(*name, request); });
}

absl::StatusOr<google::protobuf::Empty> PlanWrites::DeleteOnce(
    const conversion::PlanName& name, const v1::DeletePlanRequest& request) const {
  absl::MutexLock sessions(&backend_.session_locks.Of(name.alliance));
  absl::ReaderMutexLock alliance(&backend_.locks.Of(name.alliance));
  const auto view = backend_.store.View();
  const auto session = ReadSession(*view, {name.alliance, name.session});
  if (!session.ok()) return session.status();
  const auto plan = ReadPlan(*view, name);
  if (!plan.ok()) return plan.status();
  const absl::Status open = CheckNotClosed(*session);
  if (!open.ok()) return open;
  if (session->published_plan() == request.name()) {
    return absl::FailedPreconditionError(
        absl::StrCat(request.name(), " is published; publish another plan first"));
  }
  storage::CommitRequest commit = CommitFor(name.alliance, request);
  commit.writes = {DeletionOf(name)};
  const absl::Status committed = backend_.store.Commit(std::move(commit)).status();
  if (!committed.ok()) return committed;
  return google::protobuf::Empty();
}

}  // namespace counterpoint::service
