#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/session_day_names.h"
#include "clients/cpp/session_days.h"

namespace counterpoint::cli {
namespace {

struct CheckInFlags {
  std::string session;
  std::vector<std::string> members;
  bool undo = false;
};

absl::Status CheckIn(Session& session, const CheckInFlags& flags) {
  const auto names = NamesOfDay(session, flags.session);
  if (!names.ok()) return names.status();
  v1::CheckInParticipantsRequest request;
  request.set_session(names->session);
  request.set_undo(flags.undo);
  for (const std::string& typed : flags.members) request.add_participants(names->Member(typed));
  const auto response = session.client().session_days().CheckIn(request);
  if (!response.ok()) return response.status();
  const int changed = response->changed_count();
  const int unchanged = request.participants_size() - changed;
  if (session.options().output != Output::kTable) session.Show(*response, Table({}));
  session.Note(flags.undo
                   ? absl::StrCat(changed, " check-ins taken back, ", unchanged, " had not come.")
                   : absl::StrCat(changed, " checked in, ", unchanged, " were before."));
  return absl::OkStatus();
}

void AddCheckIn(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<CheckInFlags>();
  CLI::App* check_in = AddCommand(
      group, "check-in", "Tell that participants have come, while the session is running.",
      {"counterpoint session check-in spring studio-one museum -a music",
       "counterpoint session check-in spring museum --undo -a music"});
  check_in->add_option("session", flags->session, "Id or full name of the session")->required();
  check_in->add_option("members", flags->members, "Ids or full names of members")->required();
  check_in->add_flag("--undo", flags->undo, "They have not come");
  OnChosen(check_in, chosen, flags, &CheckIn);
}

}  // namespace

void AddSessionDayCommands(CLI::App& group, Action* chosen) {
  AddSessionAgendaCommand(group, chosen);
  AddCheckIn(group, chosen);
  AddSessionOutcomeCommands(group, chosen);
  AddSessionReportCommand(group, chosen);
}

}  // namespace counterpoint::cli
