// Stored lists and their changes as streams.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "clients/cpp/resumed_stream.h"
#include "counterpoint/v1/recommendation_service.grpc.pb.h"

namespace counterpoint::client {

// The lists of all members, of one generation whatever breaks. Next() is for one
// thread; Cancel() may be called from any.
class RecommendationExport {
 public:
  RecommendationExport(std::shared_ptr<v1::RecommendationService::StubInterface> stub,
                       const ConnectionOptions& options, v1::ReadRecommendationsRequest request);

  // The next lists, in order of member; nullopt after the last. The first answer
  // has the provenance.
  absl::StatusOr<std::optional<v1::ReadRecommendationsResponse>> Next();
  void Cancel() { stream_.Cancel(); }

 private:
  const std::shared_ptr<v1::RecommendationService::StubInterface> stub_;
  v1::ReadRecommendationsRequest request_;
  bool begun_ = false;
  ResumedStream<v1::ReadRecommendationsResponse> stream_;
};

// Changes of stored lists as they happen. Next() is for one thread; Cancel() may be
// called from any.
class RecommendationWatch {
 public:
  RecommendationWatch(std::shared_ptr<v1::RecommendationService::StubInterface> stub,
                      const ConnectionOptions& options,
                      v1::WatchRecommendationChangesRequest request);

  // Waits for the next changes. nullopt after Cancel(). OUT_OF_RANGE means that the
  // generations since are no longer kept: read all lists, then watch from now.
  absl::StatusOr<std::optional<v1::WatchRecommendationChangesResponse>> Next();

  // To go on after all that has been returned; empty before the first answer.
  const std::string& resume_token() const { return request_.resume_token(); }

  // Ends the watch, now and for good.
  void Cancel() { stream_.Cancel(); }

 private:
  const std::shared_ptr<v1::RecommendationService::StubInterface> stub_;
  v1::WatchRecommendationChangesRequest request_;
  ResumedStream<v1::WatchRecommendationChangesResponse> stream_;
};

}  // namespace counterpoint::client
