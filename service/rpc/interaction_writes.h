// The mutations of InteractionService.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "counterpoint/v1/interaction_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Each waits for its commit to be on disk. Contracts and errors are those of
// interaction_service.proto. Thread-safe.
class InteractionWrites {
 public:
  explicit InteractionWrites(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::BatchRecordInteractionsResponse> BatchRecord(
      const v1::BatchRecordInteractionsRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> Delete(const v1::DeleteInteractionRequest& request) const;

 private:
  // ABORTED where another call records one of them at the same time.
  absl::StatusOr<v1::BatchRecordInteractionsResponse> BatchRecordOnce(
      const v1::BatchRecordInteractionsRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteOnce(
      const std::string& alliance, const std::string& interaction,
      const v1::DeleteInteractionRequest& request) const;

  const Backend& backend_;
};

}  // namespace counterpoint::service
