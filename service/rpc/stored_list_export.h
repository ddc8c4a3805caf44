// All stored lists of a generation, as ReadRecommendations sends them.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "service/recommendations/list_sources.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Sends at least one message, so that the generation is told where there are no
// lists too. Each message is made from what is there when it is made; all are of one
// generation. `send` waits for the client. Stops, with CANCELLED, when it returns
// false.
absl::Status ExportLists(const Backend& backend, ListSources& sources,
                         const v1::ReadRecommendationsRequest& request,
                         const std::function<bool(const v1::ReadRecommendationsResponse&)>& send);

}  // namespace counterpoint::service
