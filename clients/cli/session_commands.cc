#include "clients/cli/commands.h"

namespace counterpoint::cli {

void AddSessionCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "session", "Matchmaking sessions and their plans");
  AddSessionPlanCommands(*group, chosen);
}

}  // namespace counterpoint::cli
