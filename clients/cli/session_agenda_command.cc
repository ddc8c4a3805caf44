#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/atomic_file.h"
#include "clients/cli/commands.h"
#include "clients/cli/session_day_names.h"
#include "clients/cpp/session_days.h"

namespace counterpoint::cli {
namespace {

struct AgendaFlags {
  std::string session;
  std::string format;
  std::vector<std::string> participants;
  bool by_table = false;
  std::vector<std::string> tables;
  std::string plan;
  std::string out;
};

// By --format, else by the extension of --out.
absl::StatusOr<v1::AgendaFormat> FormatOf(const AgendaFlags& flags) {
  static const auto* const kFormats = new std::map<std::string, v1::AgendaFormat>{
      {"ics", v1::ICALENDAR}, {"csv", v1::CSV}, {"html", v1::HTML}};
  const std::string name =
      flags.format.empty() ? flags.out.substr(flags.out.rfind('.') + 1) : flags.format;
  const auto found = kFormats->find(name);
  if (found == kFormats->end()) {
    return UsageError(
        "which format? Name it with --format ics, csv or html, or by the file's "
        "extension in --out FILE.");
  }
  return found->second;
}

absl::Status ExportAgenda(Session& session, const AgendaFlags& flags) {
  const auto names = NamesOfDay(session, flags.session);
  if (!names.ok()) return names.status();
  const auto format = FormatOf(flags);
  if (!format.ok()) return format.status();
  v1::ExportAgendaRequest request;
  request.set_session(names->session);
  request.set_format(*format);
  request.set_language(session.options().language);
  request.set_by_table(flags.by_table || !flags.tables.empty());
  if (!flags.plan.empty()) request.set_plan(names->Plan(flags.plan));
  for (const std::string& typed : flags.participants)
    request.add_participants(names->Member(typed));
  for (const std::string& id : flags.tables) request.add_tables(id);
  const auto agenda = session.client().session_days().ExportAgenda(request);
  if (!agenda.ok()) return agenda.status();
  if (flags.out.empty()) {
    session.out() << agenda->content();
    return absl::OkStatus();
  }
  AtomicFile file(flags.out);
  file.stream() << agenda->content();
  absl::Status written = file.Commit();
  if (written.ok()) {
    session.Note(absl::StrCat("Wrote ", flags.out, ", ", agenda->content().size(), " bytes."));
  }
  return written;
}

}  // namespace

void AddSessionAgendaCommand(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<AgendaFlags>();
  CLI::App* agenda = AddCommand(
      group, "agenda",
      "Write who meets whom, when and where: a calendar to import, a table for a spreadsheet, or a "
      "page to print with a sheet for each participant or table. It is that of the published plan "
      "unless --plan names another.",
      {"counterpoint session agenda spring -a music --out agendas.html --language zh",
       "counterpoint session agenda spring -a music --format ics --participant studio-one",
       "counterpoint session agenda spring -a music --by-table --out tables.csv"});
  agenda->add_option("session", flags->session, "Id or full name of the session")->required();
  agenda->add_option("--format", flags->format, "Format; else the extension of --out tells")
      ->check(CLI::IsMember({"ics", "csv", "html"}));
  AddList(agenda, "--participant", &flags->participants, "Only the agenda of this member")
      ->type_name("MEMBER");
  agenda->add_flag("--by-table", flags->by_table, "By table instead of by participant");
  AddList(agenda, "--table", &flags->tables, "Only this table; implies --by-table")
      ->type_name("TABLE");
  agenda->add_option("--plan", flags->plan, "Number of a plan")->type_name("N");
  agenda->add_option("--out", flags->out, "File to write; else standard output")->type_name("FILE");
  OnChosen(agenda, chosen, flags, &ExportAgenda);
}

}  // namespace counterpoint::cli
