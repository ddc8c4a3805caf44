#include "service/rpc/plan_runs.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "matching/session/plan_session.h"
#include "matching/session/what_if.h"
#include "service/conversion/timestamp.h"
#include "service/rpc/plan_basis.h"
#include "service/rpc/request_check.h"
#include "service/sessions/plan_message.h"
#include "service/sessions/plan_store.h"
#include "service/sessions/session_put.h"
#include "service/sessions/session_reader.h"

namespace counterpoint::service {
namespace {

constexpr char kScoring[] = "scoring";
constexpr char kChoosing[] = "choosing";
constexpr char kPlacing[] = "placing";
constexpr char kJudgingRelaxations[] = "judging relaxations";
constexpr std::size_t kMostRelaxations = 5;

// Whether a session can be planned in this state, with these participants.
absl::Status CheckPlannable(const v1::Session& session) {
  if (session.state() == v1::Session::RUNNING || session.state() == v1::Session::CLOSED) {
    return absl::FailedPreconditionError(
        absl::StrCat(session.name(), " is ", v1::Session::State_Name(session.state()),
                     "; a session is planned before it runs, and repaired while it does"));
  }
  return absl::OkStatus();
}

absl::Status CheckPlannable(const PlanBasis& basis) {
  const absl::Status checked = CheckPlannable(basis.session);
  if (!checked.ok() || !basis.participants.empty()) return checked;
  return absl::FailedPreconditionError(
      absl::StrCat(basis.session.name(), " has no participants; add them first"));
}

v1::PlanProgress MessageOf(const matching::SearchProgress& progress) {
  v1::PlanProgress message;
  if (progress.unplaced) message.set_unplaced(*progress.unplaced);
  if (progress.breaks) message.set_breaks(*progress.breaks);
  message.set_bound(progress.bound);
  return message;
}

std::int64_t Scaled(std::int64_t effort, double share) {
  return std::max<std::int64_t>(1, std::llround(static_cast<double>(effort) * share));
}

}  // namespace

matching::PlanOptions PlanOptionsOf(int seed, double effort) {
  const double share = effort == 0 ? 1 : effort;
  matching::PlanOptions options;
  options.seed = seed == 0 ? 1 : seed;
  options.first_moves = Scaled(options.first_moves, share);
  options.most_moves = Scaled(options.most_moves, share);
  options.most_conflicts = Scaled(options.most_conflicts, share);
  options.most_neighbourhoods = Scaled(options.most_neighbourhoods, share);
  return options;
}

absl::StatusOr<v1::Operation> PlanRuns::PlanSession(const v1::PlanSessionRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  OperationRequest operation;
  operation.alliance = conversion::ParseSessionName(request.session())->alliance;
  operation.method = kPlanSession;
  operation.target = request.session();
  operation.request = request.SerializeAsString();
  operation.request_id = request.request_id();
  // The session may have gone on since the first call.
  const auto repeated = backend_.operations.FindRepeated(operation);
  if (!repeated.ok()) return repeated.status();
  if (repeated->has_value()) return **repeated;
  const auto basis = ReadBasis(backend_, *conversion::ParseSessionName(request.session()));
  if (!basis.ok()) return basis.status();
  const absl::Status plannable = CheckPlannable(*basis);
  if (!plannable.ok()) return plannable;
  const auto index = backend_.live_index.Current(operation.alliance);
  if (!index.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the index of ", conversion::FormatAllianceName(operation.alliance),
                     " does not answer yet: ", index.status().message()));
  }
  return backend_.operations.Begin(operation);
}

absl::Status PlanRuns::Run(const OperationRequest& operation, OperationControl& control) const {
  v1::PlanSessionRequest request;
  if (!request.ParseFromString(operation.request)) {
    return absl::DataLossError("the request that was kept cannot be read");
  }
  auto plan = MakePlan(request, control);
  if (control.Stopped()) return absl::CancelledError("nobody waits for it any more");
  if (!plan.ok()) return plan.status();
  return Keep(*conversion::ParseSessionName(request.session()), *plan, control);
}

absl::StatusOr<v1::SessionPlan> PlanRuns::MakePlan(const v1::PlanSessionRequest& request,
                                                   OperationControl& control) const {
  const absl::Time end = request.has_time_limit()
                             ? backend_.clock() + conversion::ToDuration(request.time_limit())
                             : absl::InfiniteFuture();
  control.Tell(kScoring);
  auto basis = ReadBasis(backend_, *conversion::ParseSessionName(request.session()));
  if (!basis.ok()) return basis.status();
  const absl::Status plannable = CheckPlannable(*basis);
  if (!plannable.ok()) return plannable;
  const auto is_cancelled = [&control] { return control.Stopped(); };
  const auto judged =
      JudgeMembers(backend_, *basis->view, basis->name.alliance, basis->MemberIds(), is_cancelled);
  if (!judged.ok()) return judged.status();
  const auto met = ReadMetPairs(*basis);
  if (!met.ok()) return met.status();
  basis->view.reset();  // Views are not to be held for long.
  const PlanCase plan_case(
      {basis->session, basis->participants, judged->kinds, judged->scores, *met});
  const auto faults = matching::FindCaseFaults(plan_case.session);
  if (!faults.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the session cannot be planned: ", faults.front().field, " ", faults.front().message));
  }

  control.Tell(kChoosing);
  matching::SearchControl search;
  search.stop = [&] { return control.Stopped() || backend_.clock() >= end; };
  search.progress = [&](const matching::SearchProgress& progress) {
    control.Tell(kPlacing, MessageOf(progress));
  };
  const matching::PlanOptions options = PlanOptionsOf(request.seed(), request.effort());
  const matching::SessionPlan planned = matching::PlanSession(plan_case.session, options, search);
  v1::SessionPlan plan = service::MessageOf(plan_case, planned);

  control.Tell(kJudgingRelaxations);
  search.progress = nullptr;
  for (const matching::Relaxation& relaxation :
       matching::FindRelaxations(plan_case.session, planned, kMostRelaxations, options, search)) {
    *plan.add_relaxations() = service::MessageOf(plan_case, relaxation.change, relaxation.worth);
  }
  plan.set_origin(v1::SessionPlan::PLANNED);
  plan.set_session_etag(basis->session.etag());
  plan.set_seed(options.seed);
  *plan.mutable_score_time() = conversion::ToTimestamp(judged->as_of);
  plan.set_score_revision(judged->revision);
  return plan;
}

absl::Status PlanRuns::Keep(const conversion::SessionName& name, const v1::SessionPlan& plan,
                            OperationControl& control) const {
  absl::MutexLock lock(&backend_.session_locks.Of(name.alliance));
  const auto view = backend_.store.View();
  auto session = ReadSession(*view, name);
  if (!session.ok()) return session.status();
  const absl::Status plannable = CheckPlannable(*session);
  if (!plannable.ok()) return plannable;
  const auto last = LastPlanNumber(*view, name);
  if (!last.ok()) return last.status();
  const conversion::PlanName made{name.alliance, name.session, *last + 1};
  std::vector<storage::Write> writes = WritesOfNewPlan(made, plan);
  if (session->state() == v1::Session::DRAFT) {
    session->set_state(v1::Session::PLANNED);
    writes.push_back(PutOf(*session));
  }
  return control.Succeed(conversion::FormatPlanName(name.alliance, name.session, made.plan),
                         std::move(writes));
}

}  // namespace counterpoint::service
