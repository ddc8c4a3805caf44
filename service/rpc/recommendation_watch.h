// Changes of what portals read, as WatchRecommendationChanges tells them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "counterpoint/stored/generation_record.pb.h"
#include "counterpoint/v1/recommendation_service.pb.h"
#include "matching/ranking/wording.h"
#include "service/recommendations/generation_difference.h"
#include "service/recommendations/list_sources.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// One watch. Not thread-safe. Borrows everything.
class RecommendationWatch {
 public:
  // What the watch needs of its stream.
  struct Client {
    std::function<bool(const v1::WatchRecommendationChangesResponse&)> send;  // False: it is gone.
    std::function<bool()> is_gone;
  };
  RecommendationWatch(const Backend& backend, ListSources& sources, Client client,
                      absl::Duration heartbeat)
      : backend_(backend), sources_(sources), client_(std::move(client)), heartbeat_(heartbeat) {}

  // Tells at once from where on, and then changes until the client is gone or the
  // server drains (UNAVAILABLE).
  absl::Status Run(const v1::WatchRecommendationChangesRequest& request);

 private:
  absl::Status Begin(const v1::WatchRecommendationChangesRequest& request);
  // Number of the last step; 0 before the first.
  absl::StatusOr<std::int64_t> LastStep() const;
  absl::Status TellSteps();
  absl::Status TellStep(const stored::Publication& step);
  // The lists after `after_` that differ and are asked for, at most `most`.
  std::vector<ListDifference> Next(const GenerationDifference& difference, std::size_t most) const;
  absl::Status Send(v1::WatchRecommendationChangesResponse& response);
  absl::Status AwaitCommit(std::int64_t revision);

  const Backend& backend_;
  ListSources& sources_;
  const Client client_;
  const absl::Duration heartbeat_;
  std::string alliance_;
  std::vector<std::string> members_;  // Ids, in order; empty: all.
  matching::Language language_ = matching::Language::kEnglish;
  std::int64_t told_ = 0;     // The last step that has been told to its end.
  std::string after_;         // Of the step after it, the last member told; empty: none.
  absl::Duration last_sent_;  // As SteadyNow().
};

}  // namespace counterpoint::service
