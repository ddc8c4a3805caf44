// Changes of plans and sessions, as they are typed.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/plan_setting.h"
#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/plan_service.pb.h"

namespace counterpoint::cli {

// Each takes what was typed, with members as ids or full names and slots as
// PlanSetting::FindSlot() knows them. Errors: usage, with the form that it should
// have.

// "A,B"
absl::StatusOr<v1::MeetingPair> ParsePair(const PlanSetting& setting, const std::string& typed);
// "A,B=SLOT" or "A,B=SLOT@TABLE"
absl::StatusOr<v1::PlanEdit> ParsePlace(const PlanSetting& setting, const std::string& typed);
// "A,B/C,D"
absl::StatusOr<v1::PlanEdit> ParseExchange(const PlanSetting& setting, const std::string& typed);
// "A,B"
absl::StatusOr<v1::PlanEdit> ParseRemoval(const PlanSetting& setting, const std::string& typed);
// "M=SLOT"
absl::StatusOr<v1::RepairPlanRequest::LateArrival> ParseLateArrival(const PlanSetting& setting,
                                                                    const std::string& typed);
// "A,B" for one slot more, or "A,B=N"
absl::StatusOr<v1::RepairPlanRequest::LongerMeeting> ParseLongerMeeting(const PlanSetting& setting,
                                                                        const std::string& typed);
// "M=SLOT,SLOT"
absl::StatusOr<v1::SessionChange> ParseMoreTime(const PlanSetting& setting,
                                                const std::string& typed);
// "M=N"
absl::StatusOr<v1::SessionChange> ParseMoreMeetings(const PlanSetting& setting,
                                                    const std::string& typed);

// Full name of a member of the session's alliance.
std::string MemberOf(const PlanSetting& setting, const std::string& typed);

}  // namespace counterpoint::cli
