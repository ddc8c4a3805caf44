// Where the staff console has been installed.
#pragma once

#include <string>

namespace counterpoint::command_line {

// The folder ../share/counterpoint/console beside the folder of this program, in its
// shortest form; empty where there is no console in it.
std::string InstalledConsole();

}  // namespace counterpoint::command_line
