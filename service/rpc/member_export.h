// All members of one view, as StreamMembers sends them.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "counterpoint/v1/member_service.pb.h"
#include "service/access/caller.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Sends at least one message, so that the revision is told of an empty alliance
// too. Stops, with CANCELLED, when `send` returns false.
absl::Status ExportMembers(const Backend& backend, const v1::StreamMembersRequest& request,
                           const Caller& caller,
                           const std::function<bool(const v1::StreamMembersResponse&)>& send);

}  // namespace counterpoint::service
