// What systemd is told of the server.
#pragma once

namespace counterpoint::command_line {

// "READY=1" and the like, see sd_notify(3). Does nothing where no service manager started
// the program.
void TellServiceManager(const char* state);

}  // namespace counterpoint::command_line
