// One message of RecordInteractions after the other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "counterpoint/v1/interaction_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// The state of one stream. Not thread-safe.
class InteractionStream {
 public:
  explicit InteractionStream(const Backend& backend) : backend_(backend) {}

  // Commits what is good and new of a message, all in one commit, and says what is
  // refused. Errors, which end the stream: INVALID_ARGUMENT, NOT_FOUND, and those of
  // the store.
  absl::StatusOr<v1::RecordInteractionsResponse> Take(const v1::RecordInteractionsRequest& request);

 private:
  absl::Status Begin(const v1::RecordInteractionsRequest& request);
  absl::StatusOr<v1::RecordInteractionsResponse> TakeOnce(
      const v1::RecordInteractionsRequest& request) const;

  const Backend& backend_;
  std::string parent_;  // Empty before the first message.
  std::string alliance_;
};

}  // namespace counterpoint::service
