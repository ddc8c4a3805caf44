// Flags of `counterpointd serve` that go before what the file says.
#pragma once

#include "absl/types/span.h"

namespace counterpoint::service {

struct FlagSetting {
  const char* flag;  // "--listen"
  const char* path;  // "listening.address"
  const char* help;  // Empty: it is taken, and the help does not list it.
};

// Those that take a value. What a quick start needs is listed; for the others there is
// the file.
absl::Span<const FlagSetting> FlagSettings();

}  // namespace counterpoint::service
