#include "service/validation/session_day_requests.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/resource_name.h"
#include "service/validation/code_check.h"
#include "service/validation/enum_check.h"
#include "service/validation/list_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"
#include "service/validation/text_check.h"

namespace counterpoint::validation {
namespace {

using Strings = google::protobuf::RepeatedPtrField<std::string>;
using Pair = std::pair<std::string, std::string>;

constexpr int kLargestPage = 1000;
constexpr int kLargestBatch = 1000;
constexpr int kMostTables = 1000;
constexpr int kBestRating = 5;
constexpr TextForm kComment{2000, true, false};

// Id of the session's alliance; nothing, with a violation, where it is no such
// name.
std::string AllianceOfSession(absl::string_view field, absl::string_view name,
                              Violations& violations) {
  const auto parsed = CheckSessionName(FieldPath(field), name, violations);
  return parsed ? parsed->alliance : "";
}

void CheckPlan(const v1::ExportAgendaRequest& request, Violations& violations) {
  if (request.plan().empty()) return;
  const auto plan = conversion::ParsePlanName(request.plan());
  const auto session = conversion::ParseSessionName(request.session());
  if (!plan) {
    violations.Add(FieldPath("plan"),
                   absl::StrCat("is ", Quoted(request.plan()),
                                "; must be alliances/{alliance}/sessions/{session}/plans/{plan}"));
  } else if (session && *session != conversion::SessionName{plan->alliance, plan->session}) {
    violations.Add(FieldPath("plan"), "is a plan of another session");
  }
}

// The two in order; nothing, with a violation, where they are not two members of
// the alliance.
std::optional<Pair> CheckPair(const FieldPath& path, const v1::MeetingPair& pair,
                              absl::string_view alliance, Violations& violations) {
  const FieldPath partner_path = path.Field("partner");
  const auto one =
      CheckMemberOf(path.Field("participant"), pair.participant(), alliance, violations);
  const auto other = CheckMemberOf(partner_path, pair.partner(), alliance, violations);
  if (!one || !other) return std::nullopt;
  if (*one == *other) {
    violations.Add(partner_path, "must be another member than `participant`");
    return std::nullopt;
  }
  return std::minmax(*one, *other);
}

// Whether the name is that of one of the two; a violation where not.
void CheckIsOfPair(const FieldPath& path, const std::string& name, const v1::MeetingPair& pair,
                   Violations& violations) {
  if (name == pair.participant() || name == pair.partner()) return;
  violations.Add(path, "must be one of the two members of `pair`");
}

void CheckAbsent(const FieldPath& path, const v1::MeetingOutcome& outcome, Violations& violations) {
  const FieldPath list = path.Field("absent");
  if (outcome.result() != v1::MeetingOutcome::NO_SHOW) {
    if (!outcome.absent().empty()) {
      violations.Add(list, "must be empty unless the result is NO_SHOW");
    }
    return;
  }
  if (outcome.absent().empty()) violations.Add(list, "must name who did not come");
  if (!CheckLength(list, outcome.absent_size(), 2, violations)) return;
  for (int i = 0; i < outcome.absent_size(); ++i) {
    CheckIsOfPair(path.Item("absent", i), outcome.absent(i), outcome.pair(), violations);
  }
  CheckDistinct<absl::string_view>(path, "absent", outcome.absent(), violations);
}

void CheckRatings(const FieldPath& path, const v1::MeetingOutcome& outcome,
                  Violations& violations) {
  const FieldPath list = path.Field("ratings");
  if (outcome.result() != v1::MeetingOutcome::HELD && !outcome.ratings().empty()) {
    violations.Add(list, "must be empty unless the result is HELD");
    return;
  }
  if (!CheckLength(list, outcome.ratings_size(), 2, violations)) return;
  std::set<absl::string_view> seen;
  for (int i = 0; i < outcome.ratings_size(); ++i) {
    const v1::MeetingRating& rating = outcome.ratings(i);
    const FieldPath item = path.Item("ratings", i);
    const FieldPath who = item.Field("participant");
    CheckIsOfPair(who, rating.participant(), outcome.pair(), violations);
    if (!seen.insert(rating.participant()).second) violations.Add(who, "rates twice");
    CheckInRange(item.Field("rating"), rating.rating(), 1, kBestRating, violations);
    CheckText(item.Field("comment"), rating.comment(), kComment, violations);
  }
}

}  // namespace

void Check(const v1::ExportAgendaRequest& request, Violations& violations) {
  const std::string alliance = AllianceOfSession("session", request.session(), violations);
  CheckPlan(request, violations);
  CheckEnum(FieldPath("format"), request.format(), *v1::AgendaFormat_descriptor(),
            Presence::kRequired, violations);
  const FieldPath root;
  CheckMemberNames(root, "participants", request.participants(), kLargestBatch, alliance,
                   violations);
  if (request.by_table() && !request.participants().empty()) {
    violations.Add(FieldPath("participants"), "must be empty with `by_table`");
  }
  if (!request.by_table() && !request.tables().empty()) {
    violations.Add(FieldPath("tables"), "must be empty without `by_table`");
  }
  if (CheckLength(FieldPath("tables"), request.tables_size(), kMostTables, violations)) {
    for (int i = 0; i < request.tables_size(); ++i) {
      CheckResourceId(root.Item("tables", i), request.tables(i), violations);
    }
  }
  if (!request.language().empty() && request.language() != "zh" && request.language() != "en") {
    violations.Add(FieldPath("language"),
                   absl::StrCat("is ", Quoted(request.language()), "; must be zh, en or empty"));
  }
}

void Check(const v1::CheckInParticipantsRequest& request, Violations& violations) {
  const std::string alliance = AllianceOfSession("session", request.session(), violations);
  const FieldPath root;
  if (request.participants().empty()) {
    violations.Add(FieldPath("participants"), "must not be empty");
  }
  CheckMemberNames(root, "participants", request.participants(), kLargestBatch, alliance,
                   violations);
  CheckDistinct<absl::string_view>(root, "participants", request.participants(), violations);
}

void Check(const v1::RecordMeetingOutcomesRequest& request, Violations& violations) {
  const std::string alliance = AllianceOfSession("session", request.session(), violations);
  const FieldPath root;
  const FieldPath list("outcomes");
  if (request.outcomes().empty()) violations.Add(list, "must not be empty");
  if (!CheckLength(list, request.outcomes_size(), kLargestBatch, violations)) return;
  absl::flat_hash_map<Pair, int> seen;
  for (int i = 0; i < request.outcomes_size(); ++i) {
    const v1::MeetingOutcome& outcome = request.outcomes(i);
    const FieldPath path = root.Item("outcomes", i);
    const FieldPath pair_path = path.Field("pair");
    CheckEnum(path.Field("result"), outcome.result(), *v1::MeetingOutcome::Result_descriptor(),
              Presence::kRequired, violations);
    const auto pair = CheckPair(pair_path, outcome.pair(), alliance, violations);
    if (!pair) continue;
    const auto [earlier, is_new] = seen.try_emplace(*pair, i);
    if (!is_new) {
      violations.Add(pair_path,
                     absl::StrCat("is the same as that of outcomes[", earlier->second, "]"));
    }
    CheckAbsent(path, outcome, violations);
    CheckRatings(path, outcome, violations);
  }
}

void Check(const v1::ListMeetingOutcomesRequest& request, Violations& violations) {
  AllianceOfSession("parent", request.parent(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
}

void Check(const v1::GetSessionReportRequest& request, Violations& violations) {
  AllianceOfSession("session", request.session(), violations);
}

}  // namespace counterpoint::validation
