// The change log as WatchMembers tells it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "counterpoint/v1/member_service.pb.h"
#include "service/access/caller.h"
#include "service/confidentiality/viewer.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// One watch. Not thread-safe.
class MemberWatch {
 public:
  // What the watch needs of its stream.
  struct Client {
    std::function<bool(const v1::WatchMembersResponse&)> send;  // False: it is gone.
    std::function<bool()> is_gone;
  };
  MemberWatch(const Backend& backend, const Caller& caller, Client client, absl::Duration heartbeat)
      : backend_(backend), caller_(caller), client_(std::move(client)), heartbeat_(heartbeat) {}

  // Tells changes until the client is gone, the present revision is reached
  // (where it asked for no more), or the server drains (UNAVAILABLE).
  absl::Status Run(const v1::WatchMembersRequest& request);

 private:
  absl::Status Begin(const v1::WatchMembersRequest& request);
  absl::Status TellPage(const storage::ReadView& view, bool& told_any);
  absl::Status Send(v1::WatchMembersResponse& response, std::int64_t revision);
  absl::StatusOr<v1::MemberChange> ChangeOf(const storage::ReadView& view,
                                            const storage::Change& change,
                                            const Viewer& viewer) const;
  // Until there are new commits. A sign of life whenever it takes long.
  absl::Status AwaitCommit();

  const Backend& backend_;
  const Caller& caller_;
  const Client client_;
  const absl::Duration heartbeat_;
  std::string alliance_;
  std::string viewer_;         // As the request names it.
  std::int64_t revision_ = 0;  // All changes up to here have been told.
  absl::Duration last_sent_;   // As SteadyNow().
};

}  // namespace counterpoint::service
