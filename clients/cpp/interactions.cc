#include "clients/cpp/interactions.h"

#include <utility>

namespace counterpoint::client {

using Stub = v1::InteractionService::StubInterface;

Interactions::Interactions(const std::shared_ptr<grpc::Channel>& channel,
                           const ConnectionOptions& options)
    : options_(options), stub_(v1::InteractionService::NewStub(channel)), caller_(options) {}

absl::StatusOr<v1::BatchRecordInteractionsResponse> Interactions::BatchRecord(
    const v1::BatchRecordInteractionsRequest& request) const {
  return caller_.Call(*stub_, &Stub::BatchRecordInteractions, request);
}

absl::StatusOr<v1::Interaction> Interactions::Get(const v1::GetInteractionRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetInteraction, request);
}

Pages<v1::Interaction> Interactions::List(v1::ListInteractionsRequest request) const {
  return FetchPages<v1::Interaction>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListInteractionsRequest& page) {
        return caller.Call(*stub, &Stub::ListInteractions, page);
      },
      [](v1::ListInteractionsResponse& response) { return response.mutable_interactions(); });
}

absl::Status Interactions::Delete(const v1::DeleteInteractionRequest& request) const {
  return caller_.Call(*stub_, &Stub::DeleteInteraction, WithRequestId(request)).status();
}

std::unique_ptr<InteractionImport> Interactions::Import(
    InteractionImportOptions options, InteractionImport::OnRejected on_rejected) const {
  return std::make_unique<InteractionImport>(stub_, options_, std::move(options),
                                             std::move(on_rejected));
}

}  // namespace counterpoint::client
