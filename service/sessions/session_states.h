// What a session goes through.
#pragma once

#include "absl/status/status.h"
#include "counterpoint/v1/session.pb.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {

// A session as a caller describes it, at its beginning: a draft without a plan,
// etag and times.
v1::Session NewSession(const conversion::SessionName& name, const v1::Session& described);

// Errors: FAILED_PRECONDITION where it is closed.
absl::Status CheckNotClosed(const v1::Session& session);

// Takes the session to the state, by a step that staff make: PUBLISHED, RUNNING
// and CLOSED to the one before or after, and PUBLISHED to PLANNED, which takes the
// plan back. Errors: FAILED_PRECONDITION where there is no such step.
absl::Status Step(v1::Session::State to, v1::Session& session);

}  // namespace counterpoint::service
