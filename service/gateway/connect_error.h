// Errors as the Connect protocol writes them
// (https://connectrpc.com/docs/protocol#error-codes).
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"
#include "nlohmann/json_fwd.hpp"

namespace counterpoint::service::gateway {

// "invalid_argument". REQUIRES: the code is an error's.
absl::string_view ConnectCode(grpc::StatusCode code);
// 400.
int HttpStatus(grpc::StatusCode code);

// The error with its code, message and details; of a detail that is known here also
// what it says, under "debug". REQUIRES: it is none of success.
nlohmann::json ErrorObject(const grpc::Status& status);
// The same as text.
std::string ErrorJson(const grpc::Status& status);

// Whole seconds after which to try again, as the error's RetryInfo has it, at least 1;
// 0 where there is none.
int RetryAfterSeconds(const grpc::Status& status);

}  // namespace counterpoint::service::gateway
