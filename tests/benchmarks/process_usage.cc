#include "tests/benchmarks/process_usage.h"

#include <sys/resource.h>

namespace counterpoint::benchmarks {
namespace {

rusage Usage() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

}  // namespace

absl::Duration ProcessorTime() {
  const rusage usage = Usage();
  return absl::DurationFromTimeval(usage.ru_utime) + absl::DurationFromTimeval(usage.ru_stime);
}

double PeakMegabytes() { return static_cast<double>(Usage().ru_maxrss) / 1024; }

}  // namespace counterpoint::benchmarks
