// What a failed command says, and the code that it exits with.
#pragma once

#include <ostream>
#include <string>

#include "absl/status/status.h"

namespace counterpoint::cli {

enum class ExitCode {
  kOk = 0,
  // The service answered with an error.
  kError = 1,
  // The command line, or a file that it names, cannot be used.
  kUsage = 2,
  kNotFound = 3,
  // An import in which items were rejected.
  kRejected = 4,
  // The service cannot be reached, or did not answer in time.
  kUnavailable = 5,
  // A plan was made that leaves meetings without a slot.
  kUnplaced = 6,
  // The work was cancelled.
  kCancelled = 7,
};

// An error of the command line itself rather than of the service.
absl::Status UsageError(const std::string& message);

ExitCode ExitCodeOf(const absl::Status& status);

// Where the command was going, for the advice.
struct Destination {
  std::string server;
  std::string alliance;
};

// Each wrong field on a line of its own behind `indent`; one that is the whole
// message already is not repeated.
std::string ViolationLines(const absl::Status& status, const std::string& indent);

// The message, each wrong field on a line of its own, and what to do next.
// REQUIRES: an error.
void PrintError(const absl::Status& status, const Destination& destination, std::ostream& out);

}  // namespace counterpoint::cli
