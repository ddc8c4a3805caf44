// How the audit trail is kept.
#pragma once

#include "absl/time/time.h"

namespace counterpoint::service {

struct AuditOptions {
  // Older entries are removed, from the front of each chain.
  absl::Duration retention = absl::Hours(24 * 400);
  // Calls that changed nothing, by each caller: so many are entered at once, and then
  // one in each interval. The others are counted in the next one that is entered, so
  // that no flood fills the disk and none goes unnoticed.
  int burst = 1000;
  absl::Duration interval = absl::Seconds(1);
  // Those by nobody in particular.
  int unknown_burst = 100;
  absl::Duration unknown_interval = absl::Seconds(10);
};

}  // namespace counterpoint::service
