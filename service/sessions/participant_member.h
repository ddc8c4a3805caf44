// The member behind a participant.
#pragma once

#include "absl/status/status.h"
#include "counterpoint/v1/member.pb.h"
#include "counterpoint/v1/session.pb.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// Fills in the participant's display name and kind as the member has them.
void ShowMember(const v1::Member& member, v1::Participant& participant);

// The same with the member looked up in the view; without one they stay empty.
// Errors: DATA_LOSS.
absl::Status ShowMember(const storage::ReadView& view, v1::Participant& participant);

}  // namespace counterpoint::service
