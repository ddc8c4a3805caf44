// How a session went.
#pragma once

#include <vector>

#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/session.pb.h"
#include "counterpoint/v1/session_day.pb.h"

namespace counterpoint::service {

inline constexpr int kScoreBands = 4;
// Fewer rated meetings say nothing of a correlation.
inline constexpr int kLeastRatedMeetings = 5;

// Counts as SessionReport defines them. Bands: with the planned meetings in order
// of score, band k begins with the score at place floor(k n / 4), counted from 0;
// equal scores are in one band, so that there may be fewer than four, and none
// without meetings. `outcomes` has each pair at most once.
v1::SessionReport ReportOn(const v1::Session& session, const v1::SessionPlan& plan,
                           const std::vector<v1::Participant>& participants,
                           const std::vector<v1::MeetingOutcome>& outcomes);

}  // namespace counterpoint::service
