// The OperationService.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/pages.h"
#include "clients/cpp/resumed_stream.h"
#include "counterpoint/v1/operation_service.grpc.pb.h"

namespace counterpoint::client {

// How the end of an operation is awaited.
struct AwaitOptions {
  // Told of the operation at first and whenever it has changed.
  std::function<void(const v1::Operation&)> on_change{};
  // Asked a few times a second; once it is true the operation is cancelled.
  std::function<bool()> cancel{};
  // Then the waiting ends, not the operation.
  absl::Time deadline = absl::InfiniteFuture();
};

// The operation now and with every change, until it has ended. Next() is for one
// thread.
using OperationWatch = ResumedStream<v1::Operation>;

// Thread-safe; watches may outlive it. Errors are those that the proto names,
// beside UNAVAILABLE and DEADLINE_EXCEEDED.
class Operations {
 public:
  Operations(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  absl::StatusOr<v1::Operation> Get(const v1::GetOperationRequest& request) const;
  // `request.page_token` says where to begin.
  Pages<v1::Operation> List(v1::ListOperationsRequest request) const;
  // The time that the request waits comes on top of the connection's timeout.
  absl::StatusOr<v1::Operation> Wait(const v1::WaitOperationRequest& request) const;
  std::unique_ptr<OperationWatch> Watch(v1::WatchOperationRequest request) const;
  absl::StatusOr<v1::Operation> Cancel(const v1::CancelOperationRequest& request) const;

  // The operation once it has ended, however long that takes; it may have
  // succeeded, failed, or been cancelled here or elsewhere. Goes on across
  // restarts of the server, as the operation does, until the server has not
  // answered for the connection's `stall_limit`. DEADLINE_EXCEEDED after the
  // deadline.
  absl::StatusOr<v1::Operation> AwaitEnd(const std::string& name,
                                         const AwaitOptions& options = {}) const;

 private:
  const ConnectionOptions options_;
  std::shared_ptr<v1::OperationService::StubInterface> stub_;
  Caller caller_;
};

}  // namespace counterpoint::client
