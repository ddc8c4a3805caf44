#include "clients/cli/commands.h"

namespace counterpoint::cli {

void AddSessionCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "session", "Plan and run matchmaking sessions");
  AddSessionDayCommands(*group, chosen);
}

}  // namespace counterpoint::cli
