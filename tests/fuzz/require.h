// What a fuzz target asserts.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace counterpoint::fuzz {

// Ends the process where the property does not hold: libFuzzer then keeps the input.
inline void Require(bool holds, absl::string_view property) {
  if (holds) return;
  std::fprintf(stderr, "property does not hold: %s\n", std::string(property).c_str());
  std::abort();
}

// An error says what is wrong, on text that a terminal and a log can show.
inline void RequireNamed(const absl::Status& status, absl::StatusCode code,
                         absl::string_view property) {
  Require(status.code() == code && !status.message().empty(),
          std::string(property) + ": " + status.ToString());
}

}  // namespace counterpoint::fuzz
