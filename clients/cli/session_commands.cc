#include "clients/cli/commands.h"

namespace counterpoint::cli {

void AddSessionCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "session", "Matchmaking sessions: set up, plan, run");
  AddSessionPlanCommands(*group, chosen);
  AddSessionDayCommands(*group, chosen);
}

}  // namespace counterpoint::cli
