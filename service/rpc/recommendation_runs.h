// The method RefreshRecommendations, and the work that it begins.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "service/operations/operations.h"
#include "service/rpc/backend.h"
#include "service/threads/background_threads.h"

namespace counterpoint::service {

// Name of the method, of which operations are.
inline constexpr char kRefreshRecommendations[] = "RefreshRecommendations";

// Contracts and errors are those of recommendation_service.proto. Thread-safe.
class RecommendationRuns {
 public:
  RecommendationRuns(const Backend& backend, BackgroundThreads& background)
      : backend_(backend), background_(background) {}

  absl::StatusOr<v1::Operation> Refresh(const v1::RefreshRecommendationsRequest& request) const;

  // The work of an operation, on background threads. Errors, which become the
  // operation's: those of RefreshWork::Run().
  absl::Status Run(const OperationRequest& operation, OperationControl& control) const;

 private:
  const Backend& backend_;
  BackgroundThreads& background_;
};

}  // namespace counterpoint::service
