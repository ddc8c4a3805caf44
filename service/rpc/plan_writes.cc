#include "service/rpc/plan_writes.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/conversion/timestamp.h"
#include "service/rpc/plan_answer.h"
#include "service/rpc/request_check.h"
#include "service/sessions/plan_edit.h"
#include "service/sessions/plan_store.h"
#include "service/sessions/plan_violations.h"
#include "service/sessions/session_put.h"
#include "service/sessions/session_reader.h"
#include "service/sessions/session_states.h"

namespace counterpoint::service {
namespace {

absl::Status Commit(const Backend& backend, const std::string& alliance,
                    std::vector<storage::Write> writes) {
  storage::CommitRequest commit;
  commit.alliance = alliance;
  commit.writes = std::move(writes);
  return backend.store.Commit(std::move(commit)).status();
}

}  // namespace

absl::Status KeepPlan(const Backend& backend, const conversion::SessionName& name,
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
  const absl::Status committed = Commit(backend, name.alliance, WritesOfNewPlan(made, plan));
  if (!committed.ok()) return committed;
  const auto kept = ReadPlan(*backend.store.View(), made);
  if (!kept.ok()) return kept.status();
  plan.set_name(kept->name());
  *plan.mutable_create_time() = kept->create_time();
  return absl::OkStatus();
}

absl::StatusOr<v1::SessionPlan> PlanWrites::Edit(const v1::EditPlanRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParsePlanName(request.plan());
  const auto basis = ReadBasis(backend_, {name->alliance, name->session});
  if (!basis.ok()) return basis.status();
  const absl::Status open = CheckNotClosed(basis->session);
  if (!open.ok()) return open;
  const auto base = ReadPlan(*basis->view, *name);
  if (!base.ok()) return base.status();

  const std::vector<std::string> newcomers = MembersOfNewPairs(*base, request);
  absl::StatusOr<JudgedMembers> judged = JudgedMembers();
  if (!newcomers.empty()) {
    judged = JudgeMembers(backend_, *basis->view, name->alliance, newcomers, [] { return false; });
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
  if (!request.validate_only()) {
    const absl::Status kept = KeepPlan(backend_, basis->name, *plan);
    if (!kept.ok()) return kept;
  }
  PlanWriter(*basis, request.language()).Complete(*plan);
  return plan;
}

absl::StatusOr<v1::Session> PlanWrites::Publish(const v1::PublishPlanRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParsePlanName(request.name());
  absl::MutexLock sessions(&backend_.session_locks.Of(name->alliance));
  absl::ReaderMutexLock alliance(&backend_.locks.Of(name->alliance));
  const auto basis = ReadBasis(backend_, {name->alliance, name->session});
  if (!basis.ok()) return basis.status();
  const auto plan = ReadPlan(*basis->view, *name);
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
  const absl::Status committed = Commit(backend_, name->alliance, {PutOf(session)});
  if (!committed.ok()) return committed;
  return ReadSession(*backend_.store.View(), basis->name);
}

absl::StatusOr<google::protobuf::Empty> PlanWrites::Delete(
    const v1::DeletePlanRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParsePlanName(request.name());
  absl::MutexLock sessions(&backend_.session_locks.Of(name->alliance));
  absl::ReaderMutexLock alliance(&backend_.locks.Of(name->alliance));
  const auto view = backend_.store.View();
  const auto session = ReadSession(*view, {name->alliance, name->session});
  if (!session.ok()) return session.status();
  const auto plan = ReadPlan(*view, *name);
  if (!plan.ok()) return plan.status();
  const absl::Status open = CheckNotClosed(*session);
  if (!open.ok()) return open;
  if (session->published_plan() == request.name()) {
    return absl::FailedPreconditionError(
        absl::StrCat(request.name(), " is published; publish another plan first"));
  }
  const absl::Status committed = Commit(backend_, name->alliance, {DeletionOf(*name)});
  if (!committed.ok()) return committed;
  return google::protobuf::Empty();
}

}  // namespace counterpoint::service
