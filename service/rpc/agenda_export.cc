#include "service/rpc/agenda_export.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/agenda/agenda.h"
#include "service/agenda/agenda_csv.h"
#include "service/agenda/agenda_page.h"
#include "service/agenda/icalendar.h"
#include "service/rpc/request_check.h"
#include "service/sessions/participant_member.h"
#include "service/sessions/planned_meetings.h"
#include "service/sessions/session_reader.h"

namespace counterpoint::service {
namespace {

using storage::ReadView;

// The plan that the request names, or the published one.
absl::StatusOr<v1::SessionPlan> FindPlan(const ReadView& view, const v1::Session& session,
                                         const v1::ExportAgendaRequest& request) {
  if (!request.plan().empty()) return ReadPlan(view, *conversion::ParsePlanName(request.plan()));
  auto plan = ReadPublishedPlan(view, session);
  if (!plan.ok()) return plan.status();
  if (!plan->has_value()) return NothingPublished(session);
  return **std::move(plan);
}

// Those that take part, and those that have left but are in the plan, with names
// and kinds.
absl::StatusOr<std::vector<v1::Participant>> Everybody(const ReadView& view,
                                                       const conversion::SessionName& session,
                                                       const v1::SessionPlan& plan) {
  auto everybody = ReadParticipants(view, session);
  if (!everybody.ok()) return everybody;
  std::set<std::string> known;
  for (const v1::Participant& participant : *everybody) known.insert(participant.name());
  for (const v1::PlannedMeeting& meeting : plan.meetings()) {
    for (const auto* member : {&meeting.pair().participant(), &meeting.pair().partner()}) {
      const auto parsed = conversion::ParseMemberName(*member);
      if (!parsed) continue;
      const std::string name =
          conversion::FormatParticipantName(session.alliance, session.session, parsed->member);
      if (known.insert(name).second) everybody->emplace_back().set_name(name);
    }
  }
  for (v1::Participant& participant : *everybody) {
    const absl::Status filled = ShowMember(view, participant);
    if (!filled.ok()) return filled;
  }
  return everybody;
}

// Errors: INVALID_ARGUMENT with every participant and table that is not there.
absl::StatusOr<agenda::Selection> Select(const v1::ExportAgendaRequest& request,
                                         const v1::Session& session, const v1::SessionPlan& plan,
                                         const std::vector<v1::Participant>& everybody) {
  std::set<std::string> members;
  for (const v1::Participant& participant : everybody) {
    members.insert(conversion::ParseParticipantName(participant.name())->member);
  }
  std::set<std::string> tables;
  for (const v1::SessionTable& table : session.tables()) tables.insert(table.id());
  for (const v1::PlannedMeeting& meeting : plan.meetings()) tables.insert(meeting.table());

  agenda::Selection selection;
  selection.language =
      request.language() == "zh" ? agenda::Language::kChinese : agenda::Language::kEnglish;
  selection.by_table = request.by_table();
  validation::Violations violations;
  const validation::FieldPath root;
  for (int i = 0; i < request.participants_size(); ++i) {
    selection.only.push_back(conversion::ParseMemberName(request.participants(i))->member);
    if (!members.contains(selection.only.back())) {
      violations.Add(root.Item("participants", i), "does not take part in the session");
    }
  }
  for (int i = 0; i < request.tables_size(); ++i) {
    selection.only.push_back(request.tables(i));
    if (!tables.contains(request.tables(i))) {
      violations.Add(root.Item("tables", i), "is no table of the session");
    }
  }
  if (!violations.empty()) return violations.ToStatus();
  return selection;
}

// "spring-agenda", "spring-agenda-studio", "spring-tables".
std::string Stem(const std::string& session, const agenda::Selection& selection) {
  std::string stem = absl::StrCat(session, selection.by_table ? "-tables" : "-agenda");
  if (selection.only.size() == 1) absl::StrAppend(&stem, "-", selection.only[0]);
  return stem;
}

v1::ExportAgendaResponse Document(v1::AgendaFormat format, const agenda::Agenda& agenda,
                                  const std::string& stem) {
  v1::ExportAgendaResponse response;
  switch (format) {
    case v1::ICALENDAR:
      response.set_content_type("text/calendar; charset=utf-8; method=PUBLISH");
      response.set_file_name(stem + ".ics");
      response.set_content(agenda::ToICalendar(agenda));
      break;
    case v1::CSV:
      response.set_content_type("text/csv; charset=utf-8; header=present");
      response.set_file_name(stem + ".csv");
      response.set_content(agenda::ToCsv(agenda));
      break;
    default:
      response.set_content_type("text/html; charset=utf-8");
      response.set_file_name(stem + ".html");
      response.set_content(agenda::ToPage(agenda));
  }
  return response;
}

}  // namespace

absl::StatusOr<v1::ExportAgendaResponse> ExportAgenda(const Backend& backend,
                                                      const v1::ExportAgendaRequest& request) {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseSessionName(request.session());
  const auto view = backend.store.View();
  const auto session = ReadSession(*view, *name);
  if (!session.ok()) return session.status();
  const auto plan = FindPlan(*view, *session, request);
  if (!plan.ok()) return plan.status();
  const auto everybody = Everybody(*view, *name, *plan);
  if (!everybody.ok()) return everybody.status();
  const auto selection = Select(request, *session, *plan, *everybody);
  if (!selection.ok()) return selection.status();
  const auto agenda = agenda::MakeAgenda(*session, *plan, *everybody, *selection);
  if (!agenda.ok()) return agenda.status();
  return Document(request.format(), *agenda, Stem(name->session, *selection));
}

}  // namespace counterpoint::service
