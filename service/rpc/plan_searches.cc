#include "service/rpc/plan_searches.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "matching/session/plan_session.h"
#include "matching/session/what_if.h"
#include "service/conversion/timestamp.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/plan_answer.h"
#include "service/rpc/plan_basis.h"
#include "service/rpc/plan_reads.h"
#include "service/rpc/plan_runs.h"
#include "service/rpc/plan_writes.h"
#include "service/rpc/request_check.h"
#include "service/sessions/plan_changes.h"
#include "service/sessions/plan_difference.h"
#include "service/sessions/plan_message.h"
#include "service/sessions/plan_repair.h"
#include "service/sessions/session_reader.h"
#include "service/sessions/session_states.h"

namespace counterpoint::service {
namespace {

// Of the usual effort, for answers that somebody waits for.
constexpr double kDefaultJudgingEffort = 0.1;

absl::Status Cancelled() { return absl::CancelledError("nobody waits for it any more"); }

// The slot from which on a repair may change anything. Errors: INVALID_ARGUMENT.
absl::StatusOr<int> FirstOpenSlot(const PlanBasis& basis, const PlanCase& plan_case,
                                  const std::string& asked, absl::Time now) {
  if (!asked.empty()) {
    const auto slot = plan_case.slots.Find(asked);
    if (slot) return *slot;
    validation::Violations violations;
    violations.Add(validation::FieldPath("first_open_slot"), "is no slot of the session");
    return violations.ToStatus();
  }
  return basis.session.state() == v1::Session::RUNNING ? plan_case.slots.FirstAfter(now) : 0;
}

absl::Status RefuseFaults(const matching::SessionCase& session) {
  const auto faults = matching::FindCaseFaults(session);
  if (faults.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the session cannot be planned: ", faults.front().field, " ", faults.front().message));
}

}  // namespace

absl::StatusOr<v1::RepairPlanResponse> PlanSearches::RepairOnce(
    const conversion::PlanName& name, const v1::RepairPlanRequest& request,
    const std::function<bool()>& stop) const {
  auto basis = ReadBasis(backend_, {name.alliance, name.session});
  if (!basis.ok()) return basis.status();
  const auto base = ReadPlan(*basis->view, name);
  if (!base.ok()) return base.status();
  const absl::Status open = CheckNotClosed(basis->session);
  if (!open.ok()) return open;
  const auto judged = JudgeMembers(backend_, *basis->view, name.alliance, basis->MemberIds(), stop);
  if (!judged.ok()) return judged.status();
  const auto met = ReadMetPairs(*basis);
  if (!met.ok()) return met.status();
  basis->view.reset();  // Views are not to be held for long.

  PlanCase plan_case({basis->session, basis->participants, judged->kinds, judged->scores, *met,
                      MeetingPairsOf(*base)});
  const auto first_open =
      FirstOpenSlot(*basis, plan_case, request.first_open_slot(), backend_.clock());
  if (!first_open.ok()) return first_open.status();
  validation::Violations violations;
  const PlanRepair repair(plan_case, *base, request, *first_open, violations);
  if (!violations.empty()) return violations.ToStatus();
  const absl::Status sound = RefuseFaults(plan_case.session);
  if (!sound.ok()) return sound;
  const matching::RepairResult result = repair.Run({.stop = stop});
  if (stop()) return Cancelled();

  v1::RepairPlanResponse response;
  response.set_proved(result.proved);
  v1::SessionPlan& plan = *response.mutable_plan();
  plan = MessageOf(plan_case, result);
  plan.set_origin(v1::SessionPlan::REPAIRED);
  plan.set_base_plan(request.plan());
  plan.set_session_etag(basis->session.etag());
  plan.set_seed(matching::RepairOptions().seed);
  *plan.mutable_score_time() = conversion::ToTimestamp(judged->as_of);
  plan.set_score_revision(judged->revision);
  if (request.validate_only()) {
    basis->view = backend_.store.View();
    PlanWriter(*basis, request.language()).Complete(plan);
    *response.mutable_difference() = DifferenceOf(*base, plan);
    return response;
  }
  storage::CommitRequest commit = CommitFor(name.alliance, request);
  commit.make_reply = [&](const storage::CommitResult&) {
    v1::RepairPlanResponse named;
    named.mutable_plan()->set_name(plan.name());
    named.set_proved(result.proved);
    return named.SerializeAsString();
  };
  const auto kept = KeepPlan(backend_, basis->name, std::move(commit), plan);
  return kept.ok() ? ReplyOf<v1::RepairPlanResponse>(*kept) : kept.status();
}

absl::StatusOr<v1::RepairPlanResponse> PlanSearches::Repair(
    const v1::RepairPlanRequest& request, const std::function<bool()>& stop) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParsePlanName(request.plan());
  if (request.validate_only()) return RepairOnce(*name, request, stop);
  // Before the search: it takes seconds.
  const auto known = FindReply<v1::RepairPlanResponse>(backend_, name->alliance, request);
  if (!known.ok()) return known.status();
  auto response = known->has_value() ? **known : RepairOnce(*name, request, stop);
  if (!response.ok()) return response.status();
  const auto base = ReadPlan(*backend_.store.View(), *name);
  if (!base.ok()) return base.status();
  v1::GetPlanRequest get;
  get.set_name(response->plan().name());
  get.set_language(request.language());
  auto plan = PlanReads(backend_).Get(get);
  if (!plan.ok()) return plan.status();
  *response->mutable_difference() = DifferenceOf(*base, *plan);
  *response->mutable_plan() = *std::move(plan);
  return response;
}

absl::StatusOr<v1::JudgeSessionChangesResponse> PlanSearches::JudgeChanges(
    const v1::JudgeSessionChangesRequest& request, const std::function<bool()>& stop) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  auto basis = ReadBasis(backend_, *conversion::ParseSessionName(request.session()));
  if (!basis.ok()) return basis.status();
  if (basis->participants.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat(request.session(), " has no participants; add them first"));
  }
  const auto judged =
      JudgeMembers(backend_, *basis->view, basis->name.alliance, basis->MemberIds(), stop);
  if (!judged.ok()) return judged.status();
  const auto met = ReadMetPairs(*basis);
  if (!met.ok()) return met.status();
  basis->view.reset();  // Views are not to be held for long.
  const PlanCase plan_case(
      {basis->session, basis->participants, judged->kinds, judged->scores, *met});
  validation::Violations violations;
  const std::vector<matching::SessionChange> changes =
      request.changes().empty() ? UsualChanges(plan_case)
                                : ChangesOf(plan_case, request.changes(), violations);
  if (!violations.empty()) return violations.ToStatus();
  const absl::Status sound = RefuseFaults(plan_case.session);
  if (!sound.ok()) return sound;

  const matching::PlanOptions options =
      PlanOptionsOf(0, request.effort() == 0 ? kDefaultJudgingEffort : request.effort());
  const matching::SearchControl control{.stop = stop};
  const matching::SessionPlan plan = matching::PlanSession(plan_case.session, options, control);
  const std::vector<matching::ChangeWorth> worths =
      matching::JudgeChanges(plan_case.session, plan, changes, options, control);
  if (stop()) return Cancelled();
  v1::JudgeSessionChangesResponse response;
  basis->view = backend_.store.View();
  const PlanWriter writer(*basis, request.language());
  for (std::size_t i = 0; i < worths.size(); ++i) {
    v1::ChangeWorth& worth = *response.add_changes();
    worth = MessageOf(plan_case, changes[i], worths[i]);
    worth.set_message(writer.wording().Describe(worth));
  }
  *response.mutable_quality() = MessageOf(plan_case, plan).quality();
  return response;
}

}  // namespace counterpoint::service
