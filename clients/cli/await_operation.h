// Waiting for an operation at the command line.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/session.h"
#include "counterpoint/v1/operation.pb.h"

namespace counterpoint::cli {

// The operation once it has ended; its progress is shown meanwhile. `cancel` may
// be empty; see client::AwaitOptions. Where the connection breaks for good, a
// remark says how to go on.
absl::StatusOr<v1::Operation> AwaitOperation(Session& session, const std::string& name,
                                             std::function<bool()> cancel);

// What an ended operation says to the caller of a command: OK where it has
// succeeded, its error where it failed, CANCELLED.
absl::Status OutcomeOf(const v1::Operation& operation);

// What a command does that has begun an operation: waits for its end, Ctrl-C
// cancelling it, and gives the name of what was made. With `no_wait` it shows the
// operation, says how to follow it, and gives nothing. Errors: those of the two above.
absl::StatusOr<std::optional<std::string>> Follow(Session& session, const v1::Operation& begun,
                                                  bool no_wait);

}  // namespace counterpoint::cli
