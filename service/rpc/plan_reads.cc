#include "service/rpc/plan_reads.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/rpc/plan_answer.h"
#include "service/rpc/plan_basis.h"
#include "service/rpc/request_check.h"
#include "service/sessions/plan_difference.h"
#include "service/sessions/plan_store.h"
#include "service/sessions/session_reader.h"
#include "service/tokens/fingerprint.h"
#include "service/tokens/page_token.h"

namespace counterpoint::service {
namespace {

constexpr int kDefaultPage = 100;

void LeaveOutDetails(v1::SessionPlan& plan) {
  plan.clear_meetings();
  plan.clear_unplaced();
  plan.clear_loads();
  plan.clear_stand_bys();
}

}  // namespace

absl::StatusOr<v1::SessionPlan> PlanReads::Get(const v1::GetPlanRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParsePlanName(request.name());
  const auto basis = ReadBasis(backend_, {name->alliance, name->session});
  if (!basis.ok()) return basis.status();
  auto plan = ReadPlan(*basis->view, *name);
  if (!plan.ok()) return plan.status();
  PlanWriter(*basis, request.language()).Complete(*plan);
  return plan;
}

// Numbers are never used again, so a page goes on below the last number that the
// one before showed, and needs nothing pinned.
absl::StatusOr<v1::ListPlansResponse> PlanReads::List(const v1::ListPlansRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto token = DecodePageToken(request.page_token(), request);
  if (!token.ok()) return token.status();
  const auto name = conversion::ParseSessionName(request.parent());
  const auto basis = ReadBasis(backend_, *name);
  if (!basis.ok()) return basis.status();
  const auto last = LastPlanNumber(*basis->view, *name);
  if (!last.ok()) return last.status();
  int number = *last;
  if (token->has_value()) {
    int after = 0;
    if (absl::SimpleAtoi((*token)->after, &after)) number = std::min(number, after - 1);
  }

  v1::ListPlansResponse response;
  const int page_size = PageSize(request.page_size(), kDefaultPage);
  const PlanWriter writer(*basis, "");
  int shown = 0;  // The last one.
  for (; number > 0; --number) {
    auto plan = ReadPlan(*basis->view, {name->alliance, name->session, number});
    if (absl::IsNotFound(plan.status())) continue;
    if (!plan.ok()) return plan.status();
    if (response.plans_size() == page_size) {
      PageToken next;
      next.query = QueryFingerprint(request);
      next.after = absl::StrCat(shown);
      response.set_next_page_token(EncodePageToken(next));
      return response;
    }
    LeaveOutDetails(*plan);
    writer.wording().AddTo(*plan);
    *response.add_plans() = *std::move(plan);
    shown = number;
  }
  return response;
}

absl::StatusOr<v1::ComparePlansResponse> PlanReads::Compare(
    const v1::ComparePlansRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto view = backend_.store.View();
  const auto plan = ReadPlan(*view, *conversion::ParsePlanName(request.plan()));
  if (!plan.ok()) return plan.status();
  const auto other = ReadPlan(*view, *conversion::ParsePlanName(request.other_plan()));
  if (!other.ok()) return other.status();
  v1::ComparePlansResponse response;
  *response.mutable_difference() = DifferenceOf(*plan, *other);
  *response.mutable_quality() = plan->quality();
  *response.mutable_other_quality() = other->quality();
  return response;
}

}  // namespace counterpoint::service
