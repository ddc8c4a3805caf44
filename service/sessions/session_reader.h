// Sessions and what is within them, read from a view of the store.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/session.pb.h"
#include "counterpoint/v1/session_day.pb.h"
#include "service/conversion/resource_name.h"
#include "storage/read_view.h"
#include "storage/record.h"

namespace counterpoint::service {

// As conversion::SessionOf and its like give them. Errors: NOT_FOUND with a
// ResourceInfo of what is missing, DATA_LOSS.
absl::StatusOr<v1::Session> ReadSession(const storage::ReadView& view,
                                        const conversion::SessionName& name);
absl::StatusOr<v1::Participant> ReadParticipant(const storage::ReadView& view,
                                                const conversion::ParticipantName& name);
absl::StatusOr<v1::SessionPlan> ReadPlan(const storage::ReadView& view,
                                         const conversion::PlanName& name);

// All of a session, in order of id; empty where there is no such session.
absl::StatusOr<std::vector<v1::Participant>> ReadParticipants(const storage::ReadView& view,
                                                              const conversion::SessionName& name);
absl::StatusOr<std::vector<v1::MeetingOutcome>> ReadOutcomes(const storage::ReadView& view,
                                                             const conversion::SessionName& name);

// Calls `each` with every record of a collection that is within the session, in
// order of id, until it returns false.
absl::Status ScanSession(const storage::ReadView& view, const conversion::SessionName& name,
                         storage::Collection collection,
                         const std::function<absl::StatusOr<bool>(const storage::Record&)>& each);

}  // namespace counterpoint::service
