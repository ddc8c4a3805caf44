#include <memory>

#include "clients/cli/commands.h"
#include "clients/cli/outcome_tables.h"
#include "clients/cli/session_day_names.h"
#include "clients/cpp/session_days.h"

namespace counterpoint::cli {
namespace {

struct ReportFlags {
  std::string session;
};

absl::Status Report(Session& session, const ReportFlags& flags) {
  const auto names = NamesOfDay(session, flags.session);
  if (!names.ok()) return names.status();
  v1::GetSessionReportRequest request;
  request.set_session(names->session);
  const auto report = session.client().session_days().Report(request);
  if (!report.ok()) return report.status();
  if (session.options().output == Output::kTable) {
    PrintSessionReport(*report, session.options().language, session.table_style(), session.out());
  } else {
    session.Show(*report, Table({}));
  }
  return absl::OkStatus();
}

}  // namespace

void AddSessionReportCommand(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<ReportFlags>();
  CLI::App* report = AddCommand(
      group, "report",
      "Show how a session went: who came, what became of the published plan's meetings, and "
      "whether high scores made good meetings.",
      {"counterpoint session report spring -a music",
       "counterpoint session report spring -a music -o json"});
  report->add_option("session", flags->session, "Id or full name of the session")->required();
  OnChosen(report, chosen, flags, &Report);
}

}  // namespace counterpoint::cli
