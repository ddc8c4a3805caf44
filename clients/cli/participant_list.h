// Who takes part in a session, as a whole.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/client.h"
#include "counterpoint/v1/session.pb.h"

namespace counterpoint::cli {

// Participants by the id of their member. `session` is a full name.
absl::StatusOr<std::map<std::string, v1::Participant>> AllParticipants(const client::Client& client,
                                                                       const std::string& session);

}  // namespace counterpoint::cli
