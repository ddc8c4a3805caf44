// Where backups go, how often, and how long they stay.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace counterpoint::service {

struct BackupSettings {
  // Folder of the backups, of this server alone; made where it is missing. Empty: no
  // backups are made.
  std::string folder;
  // From the beginning of one to that of the next; 0: only when somebody asks for one.
  absl::Duration interval;
  // So many of the newest are kept.
  int keep = 14;
  // Those that began longer ago are removed, so that what was erased is gone from them
  // too; 0: they are not. The newest whole one stays in any case.
  absl::Duration max_age = absl::Hours(24 * 30);
};

}  // namespace counterpoint::service
