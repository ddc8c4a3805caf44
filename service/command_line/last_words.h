// What the process says when it ends by itself.
#pragma once

namespace counterpoint::command_line {

// Has the process end with a line of the log where memory runs out in a place that cannot
// give anything back, with the exit code 71 ("system error" of sysexits.h), so that the
// service manager starts it again. Nothing that was acknowledged is lost by that. Any other
// exception that nobody takes aborts it, as ever.
void SayWhatEndsTheProcess();

}  // namespace counterpoint::command_line
