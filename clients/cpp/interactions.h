// The InteractionService.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/interaction_import.h"
#include "clients/cpp/pages.h"
#include "counterpoint/v1/interaction_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe; the imports that it begins are not, and may outlive it. Errors
// are those that the proto names, beside UNAVAILABLE and DEADLINE_EXCEEDED.
class Interactions {
 public:
  Interactions(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  // Needs no request id: what is there already is left as it is.
  absl::StatusOr<v1::BatchRecordInteractionsResponse> BatchRecord(
      const v1::BatchRecordInteractionsRequest& request) const;
  absl::StatusOr<v1::Interaction> Get(const v1::GetInteractionRequest& request) const;
  // Those that the request asks for, by member or kinds; `request.page_token` says
  // where to begin.
  Pages<v1::Interaction> List(v1::ListInteractionsRequest request) const;
  absl::Status Delete(const v1::DeleteInteractionRequest& request) const;

  // Records any number over a stream.
  std::unique_ptr<InteractionImport> Import(InteractionImportOptions options,
                                            InteractionImport::OnRejected on_rejected) const;

 private:
  const ConnectionOptions options_;
  std::shared_ptr<v1::InteractionService::StubInterface> stub_;
  Caller caller_;
};

}  // namespace counterpoint::client
