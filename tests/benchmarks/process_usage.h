// What this process has taken of the machine.
#pragma once

#include "absl/time/time.h"

namespace counterpoint::benchmarks {

// Of all threads, user and system: steadier than the time that passes where others use
// the machine too.
absl::Duration ProcessorTime();

// The most that was in memory at a time, in units of 2^20 bytes.
double PeakMegabytes();

}  // namespace counterpoint::benchmarks
