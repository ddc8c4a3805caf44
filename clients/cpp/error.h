// Errors of the service as absl::Status.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "counterpoint/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace counterpoint::client {

struct FieldViolation {
  // Path from the request: "member.needs[2].title".
  std::string field;
  std::string description;
};

// The same code and message. Every detail of the `google.rpc.Status` that came
// along is a payload under its type URL; details that do not parse are dropped.
absl::Status FromGrpc(const grpc::Status& status);

// As FromGrpc, for a status that is part of an answer. A code that absl does
// not know becomes UNKNOWN.
absl::Status FromProto(const google::rpc::Status& status);

// The fields that the request got wrong, in the order of the service; empty for
// an error that names none.
std::vector<FieldViolation> FieldViolations(const absl::Status& status);

// After what time the service asks to be called again, if it says so.
std::optional<absl::Duration> RequestedDelay(const absl::Status& status);

// The resource that is missing or in the way, e.g. "alliances/a/members/b";
// empty where the error names none.
std::string ResourceName(const absl::Status& status);

}  // namespace counterpoint::client
