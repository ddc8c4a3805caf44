#include "service/command_line/service_notice.h"

#include <systemd/sd-daemon.h>

namespace counterpoint::command_line {

// Where it cannot be told, the service manager's own timeouts say so.
void TellServiceManager(const char* state) { (void)sd_notify(/*unset_environment=*/0, state); }

}  // namespace counterpoint::command_line
