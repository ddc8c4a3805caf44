#include "service/validation/plan_requests.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "service/validation/list_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"
#include "service/validation/pair_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestPage = 1000;
constexpr int kMostEdits = 1000;
constexpr int kMostNames = 1000;
constexpr int kMostSlots = 256;
constexpr int kMostTables = 1000;
constexpr absl::Duration kLongestSearch = absl::Hours(1);

std::optional<conversion::PlanName> CheckName(const FieldPath& path, absl::string_view name,
                                              Violations& violations) {
  auto parsed = conversion::ParsePlanName(name);
  if (!parsed) {
    violations.Add(path, "must be alliances/{alliance}/sessions/{session}/plans/{number}");
  }
  return parsed;
}

void CheckLanguage(absl::string_view language, Violations& violations) {
  if (language.empty() || language == "zh" || language == "en") return;
  violations.Add(FieldPath("language"), "must be \"zh\", \"en\" or empty");
}

void CheckEffort(double effort, Violations& violations) {
  if (effort == 0 || (effort >= kLeastEffort && effort <= kMostEffort)) return;
  violations.Add(FieldPath("effort"),
                 absl::StrCat("must be ", kLeastEffort, " to ", kMostEffort, ", or 0"));
}

void CheckEdit(const FieldPath& path, const v1::PlanEdit& edit, absl::string_view alliance,
               Violations& violations) {
  switch (edit.edit_case()) {
    case v1::PlanEdit::kPlace: {
      const FieldPath place = path.Field("place");
      CheckPair(place.Field("pair"), edit.place().pair(), alliance, violations);
      if (edit.place().slot().empty()) violations.Add(place.Field("slot"), "must not be empty");
      return;
    }
    case v1::PlanEdit::kExchange: {
      const FieldPath exchange = path.Field("exchange");
      CheckPair(exchange.Field("pair"), edit.exchange().pair(), alliance, violations);
      CheckPair(exchange.Field("other"), edit.exchange().other(), alliance, violations);
      return;
    }
    case v1::PlanEdit::kRemove:
      return CheckPair(path.Field("remove"), edit.remove(), alliance, violations);
    default:
      violations.Add(path, "must be one of place, exchange and remove");
  }
}

void CheckChange(const FieldPath& path, const v1::SessionChange& change, absl::string_view alliance,
                 Violations& violations) {
  switch (change.change_case()) {
    case v1::SessionChange::kMoreTables:
      return CheckInRange(path.Field("more_tables"), change.more_tables(), 1, kMostTables,
                          violations);
    case v1::SessionChange::kMoreSlots:
      return CheckInRange(path.Field("more_slots"), change.more_slots(), 1, kMostSlots, violations);
    case v1::SessionChange::kMoreTime: {
      const FieldPath time = path.Field("more_time");
      CheckMemberOf(time.Field("participant"), change.more_time().participant(), alliance,
                    violations);
      if (change.more_time().slots().empty()) {
        violations.Add(time.Field("slots"), "must not be empty");
      }
      CheckLength(time.Field("slots"), change.more_time().slots_size(), kMostSlots, violations);
      return;
    }
    case v1::SessionChange::kMoreMeetings: {
      const FieldPath meetings = path.Field("more_meetings");
      CheckMemberOf(meetings.Field("participant"), change.more_meetings().participant(), alliance,
                    violations);
      CheckInRange(meetings.Field("amount"), change.more_meetings().amount(), 1, kMostSlots,
                   violations);
      return;
    }
    case v1::SessionChange::kLeaveOut:
      return CheckPair(path.Field("leave_out"), change.leave_out(), alliance, violations);
    case v1::SessionChange::kFreeSlot:
      return CheckPair(path.Field("free_slot"), change.free_slot(), alliance, violations);
    case v1::SessionChange::kFreeBreaks:
      if (!change.free_breaks()) violations.Add(path.Field("free_breaks"), "must be true");
      return;
    default:
      violations.Add(path, "must name a change");
  }
}

std::string AllianceOf(const std::optional<conversion::PlanName>& name) {
  return name ? name->alliance : "";
}

}  // namespace

void Check(const v1::PlanSessionRequest& request, Violations& violations) {
  CheckSessionName(FieldPath("session"), request.session(), violations);
  CheckNotNegative(FieldPath("seed"), request.seed(), violations);
  CheckEffort(request.effort(), violations);
  if (request.has_time_limit()) {
    CheckDuration(FieldPath("time_limit"), request.time_limit(), kLongestSearch, violations);
  }
  CheckLanguage(request.language(), violations);
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::RepairPlanRequest& request, Violations& violations) {
  const FieldPath root;
  const std::string alliance = AllianceOf(CheckName(FieldPath("plan"), request.plan(), violations));
  CheckMemberNames(root, "no_shows", request.no_shows(), kMostNames, alliance, violations);
  if (CheckLength(FieldPath("late_arrivals"), request.late_arrivals_size(), kMostNames,
                  violations)) {
    for (int i = 0; i < request.late_arrivals_size(); ++i) {
      const FieldPath path = root.Item("late_arrivals", i);
      const v1::RepairPlanRequest::LateArrival& late = request.late_arrivals(i);
      CheckMemberOf(path.Field("participant"), late.participant(), alliance, violations);
      if (late.from_slot().empty()) violations.Add(path.Field("from_slot"), "must not be empty");
    }
  }
  CheckLength(FieldPath("lost_tables"), request.lost_tables_size(), kMostTables, violations);
  if (CheckLength(FieldPath("longer_meetings"), request.longer_meetings_size(), kMostNames,
                  violations)) {
    for (int i = 0; i < request.longer_meetings_size(); ++i) {
      const FieldPath path = root.Item("longer_meetings", i);
      const v1::RepairPlanRequest::LongerMeeting& longer = request.longer_meetings(i);
      CheckPair(path.Field("pair"), longer.pair(), alliance, violations);
      CheckInRange(path.Field("more_slots"), longer.more_slots(), 1, kMostSlots, violations);
    }
  }
  if (request.has_most_moved()) {
    CheckNotNegative(FieldPath("most_moved"), request.most_moved(), violations);
  }
  CheckRequestId(request.request_id(), violations);
  CheckLanguage(request.language(), violations);
}

void Check(const v1::EditPlanRequest& request, Violations& violations) {
  const FieldPath root;
  const FieldPath edits("edits");
  const std::string alliance = AllianceOf(CheckName(FieldPath("plan"), request.plan(), violations));
  CheckRequestId(request.request_id(), violations);
  CheckLanguage(request.language(), violations);
  if (request.edits().empty()) violations.Add(edits, "must not be empty");
  if (!CheckLength(edits, request.edits_size(), kMostEdits, violations)) return;
  for (int i = 0; i < request.edits_size(); ++i) {
    CheckEdit(root.Item("edits", i), request.edits(i), alliance, violations);
  }
}

void Check(const v1::JudgeSessionChangesRequest& request, Violations& violations) {
  const FieldPath root;
  const auto session = CheckSessionName(FieldPath("session"), request.session(), violations);
  CheckEffort(request.effort(), violations);
  CheckLanguage(request.language(), violations);
  if (!CheckLength(FieldPath("changes"), request.changes_size(), kMostJudgedChanges, violations)) {
    return;
  }
  for (int i = 0; i < request.changes_size(); ++i) {
    CheckChange(root.Item("changes", i), request.changes(i), session ? session->alliance : "",
                violations);
  }
}

void Check(const v1::GetPlanRequest& request, Violations& violations) {
  CheckName(FieldPath("name"), request.name(), violations);
  CheckLanguage(request.language(), violations);
}

void Check(const v1::ListPlansRequest& request, Violations& violations) {
  CheckSessionName(FieldPath("parent"), request.parent(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
}

void Check(const v1::ComparePlansRequest& request, Violations& violations) {
  const FieldPath other("other_plan");
  const auto one = CheckName(FieldPath("plan"), request.plan(), violations);
  const auto two = CheckName(other, request.other_plan(), violations);
  if (one && two && (one->alliance != two->alliance || one->session != two->session)) {
    violations.Add(other, "must be a plan of the same session as `plan`");
  }
}

void Check(const v1::PublishPlanRequest& request, Violations& violations) {
  CheckName(FieldPath("name"), request.name(), violations);
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::DeletePlanRequest& request, Violations& violations) {
  CheckName(FieldPath("name"), request.name(), violations);
  CheckRequestId(request.request_id(), violations);
}

}  // namespace counterpoint::validation
