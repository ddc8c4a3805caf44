// The reads of InteractionService.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/interaction_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of interaction_service.proto. Thread-safe.
class InteractionReads {
 public:
  explicit InteractionReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Interaction> Get(const v1::GetInteractionRequest& request) const;
  absl::StatusOr<v1::ListInteractionsResponse> List(
      const v1::ListInteractionsRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
