#include "clients/cpp/operations.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace counterpoint::client {
namespace {

using Stub = v1::OperationService::StubInterface;

// Of a call that waits for an operation without a time of its own.
constexpr absl::Duration kLongestWait = absl::Seconds(60);
// How long a call of AwaitEnd() waits before progress is looked at again.
constexpr absl::Duration kStep = absl::Milliseconds(250);

void Set(absl::Duration duration, google::protobuf::Duration* field) {
  absl::Duration rest;
  field->set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &rest));
  field->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
}

absl::Duration TimeOf(const v1::WaitOperationRequest& request) {
  if (!request.has_timeout()) return kLongestWait;
  const absl::Duration time =
      absl::Seconds(request.timeout().seconds()) + absl::Nanoseconds(request.timeout().nanos());
  return std::clamp(time, absl::ZeroDuration(), kLongestWait);
}

}  // namespace

Operations::Operations(const std::shared_ptr<grpc::Channel>& channel,
                       const ConnectionOptions& options)
    : options_(options), stub_(v1::OperationService::NewStub(channel)), caller_(options) {}

absl::StatusOr<v1::Operation> Operations::Get(const v1::GetOperationRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetOperation, request);
}

Pages<v1::Operation> Operations::List(v1::ListOperationsRequest request) const {
  return FetchPages<v1::Operation>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListOperationsRequest& page) {
        return caller.Call(*stub, &Stub::ListOperations, page);
      },
      [](v1::ListOperationsResponse& response) { return response.mutable_operations(); });
}

absl::StatusOr<v1::Operation> Operations::Wait(const v1::WaitOperationRequest& request) const {
  ConnectionOptions patient = options_;
  patient.timeout += TimeOf(request);
  return Caller(patient).Call(*stub_, &Stub::WaitOperation, request);
}

std::unique_ptr<OperationWatch> Operations::Watch(v1::WatchOperationRequest request) const {
  return std::make_unique<OperationWatch>(
      options_, [stub = stub_, request = std::move(request)](grpc::ClientContext* context) {
        return stub->WatchOperation(context, request);
      });
}

absl::StatusOr<v1::Operation> Operations::Cancel(const v1::CancelOperationRequest& request) const {
  return caller_.Call(*stub_, &Stub::CancelOperation, request);
}

absl::StatusOr<v1::Operation> Operations::AwaitEnd(const std::string& name,
                                                   const AwaitOptions& options) const {
  std::string told;
  absl::Time last_answer = absl::Now();
  for (;;) {
    if (options.cancel && options.cancel()) {
      v1::CancelOperationRequest request;
      request.set_name(name);
      return Cancel(request);
    }
    v1::WaitOperationRequest request;
    request.set_name(name);
    const absl::Duration left = options.deadline - absl::Now();
    Set(std::clamp(left, absl::ZeroDuration(), kStep), request.mutable_timeout());
    auto operation = Wait(request);
    if (absl::IsUnavailable(operation.status()) && left > absl::ZeroDuration() &&
        absl::Now() - last_answer < options_.stall_limit) {
      absl::SleepFor(std::min(left, kStep));
      continue;
    }
    if (!operation.ok()) return operation;
    last_answer = absl::Now();
    std::string now = operation->SerializeAsString();
    if (now != told && options.on_change) options.on_change(*operation);
    told = std::move(now);
    if (operation->state() != v1::Operation::RUNNING) return operation;
    if (left <= absl::ZeroDuration()) {
      return absl::DeadlineExceededError(absl::StrCat(name, " is still under way"));
    }
  }
}

}  // namespace counterpoint::client
