#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/session_tables.h"
#include "clients/cpp/sessions.h"

namespace counterpoint::cli {
namespace {

struct StateFlags {
  std::string session;
  v1::Session::State state = v1::Session::STATE_UNSPECIFIED;
};

absl::Status SetState(Session& session, const StateFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  v1::SetSessionStateRequest request;
  request.set_name(*name);
  request.set_state(flags.state);
  const auto changed = session.client().sessions().SetState(request);
  if (!changed.ok()) return changed.status();
  session.Show(*changed, SessionDetail(*changed, session.options().language));
  return absl::OkStatus();
}

void AddStep(CLI::App& group, Action* chosen, const std::string& name,
             const std::string& description, v1::Session::State state) {
  auto flags = std::make_shared<StateFlags>();
  flags->state = state;
  CLI::App* step = AddCommand(group, name, description,
                              {absl::StrCat("counterpoint session ", name, " spring -a music")});
  step->add_option("session", flags->session, "Id or full name of the session")->required();
  OnChosen(step, chosen, flags, &SetState);
}

}  // namespace

void AddSessionStateCommands(CLI::App& group, Action* chosen) {
  AddStep(group, chosen, "start",
          "The day is on: check-ins and outcomes are taken from now on. Needs a published plan.",
          v1::Session::RUNNING);
  AddStep(group, chosen, "close", "The session is over; nothing changes any more.",
          v1::Session::CLOSED);
  AddStep(group, chosen, "reopen", "Take a closed session back to running.", v1::Session::RUNNING);
  AddStep(group, chosen, "unstart", "Take a running session back to published.",
          v1::Session::PUBLISHED);
  AddStep(group, chosen, "withdraw", "Take the published plan back.", v1::Session::PLANNED);
}

}  // namespace counterpoint::cli
