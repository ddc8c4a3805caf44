// The methods of OperationService that wait.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "counterpoint/v1/operation_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// As WaitOperation. CANCELLED as soon as `is_gone` says so, UNAVAILABLE where the
// server drains.
absl::StatusOr<v1::Operation> WaitForOperation(const Backend& backend,
                                               const v1::WaitOperationRequest& request,
                                               const std::function<bool()>& is_gone);

// As WatchOperation; of changes that follow each other quickly, the last is told.
// `send` returns false where the client is gone, and so does `is_gone`, which is
// asked while nothing happens. Errors: as above.
absl::Status WatchOperation(const Backend& backend, const v1::WatchOperationRequest& request,
                            const std::function<bool(const v1::Operation&)>& send,
                            const std::function<bool()>& is_gone);

}  // namespace counterpoint::service
