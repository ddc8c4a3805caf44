// How much may be asked of a server, and by one caller.
#pragma once

#include "absl/time/time.h"

namespace counterpoint::service {

// May change while the server runs.
struct CallLimits {
  // Calls under way at a time, waiting ones included, without reads of single records and
  // streams; further ones are RESOURCE_EXHAUSTED with a RetryInfo.
  int max_calls = 2000;
  // Of these, calls that wait for one kind of thread.
  int max_waiting_calls = 1000;
  // Streams that are open at a time. Each holds a thread.
  int max_streams = 500;
  // How long a message of a stream may wait for a client that does not read.
  absl::Duration stalled_stream = absl::Minutes(1);

  // Of one caller.
  int max_calls_of_caller = 1000;
  int max_streams_of_caller = 200;
  // Units a second, see CostOf(), and how many may be saved up; 0 a second: no limit.
  double units_per_second = 100'000;
  double burst_units = 200'000;

  // Calls that take longer are logged with their stages when they end, and streams of
  // which the server was busy with one message for longer; zero: none are.
  absl::Duration slow_call = absl::Seconds(1);
  int max_slow_calls_a_minute = 60;
};

}  // namespace counterpoint::service
