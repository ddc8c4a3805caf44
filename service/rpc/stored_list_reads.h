// Reading one stored list.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "service/recommendations/list_sources.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of recommendation_service.proto. Thread-safe.
// Borrows everything.
class StoredListReads {
 public:
  StoredListReads(const Backend& backend, ListSources& sources)
      : backend_(backend), sources_(sources) {}

  // The bytes of a v1::ListRecommendationsResponse. Without change mode PATCH it
  // takes microseconds; with it, it may take what a live list takes.
  absl::StatusOr<std::string> List(const v1::ListRecommendationsRequest& request) const;

 private:
  struct Page;
  absl::StatusOr<std::string> ListStored(const v1::ListRecommendationsRequest& request,
                                         const Page& page) const;
  absl::StatusOr<std::string> ListPatched(const v1::ListRecommendationsRequest& request,
                                          const Page& page) const;

  const Backend& backend_;
  ListSources& sources_;
};

}  // namespace counterpoint::service
