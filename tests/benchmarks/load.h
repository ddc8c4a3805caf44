// A closed loop of calls: so many in flight, each followed by the next.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/time/time.h"

namespace counterpoint::benchmarks {

struct LoadResult {
  std::int64_t calls = 0;
  std::int64_t failures = 0;
  double calls_per_second = 0;
  absl::Duration p50;
  absl::Duration p99;
  // That this process took a call, the unmeasured ones included: steadier than the rest
  // where other processes are at work.
  absl::Duration processor;
};

// Starts a call; `done` is called once, from any thread, with its success.
using StartCall = std::function<void(std::function<void(bool ok)> done)>;

// Keeps `in_flight` calls going for `duration`, after a tenth of it unmeasured,
// and waits for the last.
LoadResult RunLoad(int in_flight, absl::Duration duration, const StartCall& start);

}  // namespace counterpoint::benchmarks
