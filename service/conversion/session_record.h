// Sessions and all that is within them, between the API and the store.
//
// A record holds the message without its output-only fields, but for those that
// nothing else tells: a session's state and published plan, a participant's
// check-in, and all of a plan but its violations. Records of a session follow its
// id and a slash, so that they stand together in the order of their ids.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/plan.pb.h"
#include "counterpoint/v1/session.pb.h"
#include "counterpoint/v1/session_day.pb.h"
#include "service/conversion/resource_name.h"
#include "storage/record.h"

namespace counterpoint::conversion {

// What ids of records within the session begin with: "spring/".
std::string WithinSession(absl::string_view session);
std::string ParticipantRecordId(absl::string_view session, absl::string_view member);
// Numbers are written with nine digits, so that they are in order.
std::string PlanRecordId(absl::string_view session, int plan);
// The two in order of id, whatever the order here.
std::string OutcomeRecordId(absl::string_view session, absl::string_view member,
                            absl::string_view partner);

// The bytes to store. Equal messages give equal bytes.
std::string PayloadOf(const v1::Session& session);
std::string PayloadOf(const v1::Participant& participant);
std::string PayloadOf(const v1::SessionPlan& plan);
std::string PayloadOf(const v1::MeetingOutcome& outcome);

// Writes into each slot of the session what it is called.
void NameSlots(v1::Session& session);

// As the API shows them, with names, etags and times; slots have their names.
// What comes from elsewhere is not filled in: a participant's display name and
// kind, a plan's violations, an outcome's slot, table and score.
// Errors: DATA_LOSS naming the resource where the payload cannot be read.
absl::StatusOr<v1::Session> SessionOf(absl::string_view alliance, const storage::Record& record);
absl::StatusOr<v1::Participant> ParticipantOf(absl::string_view alliance,
                                              const storage::Record& record);
absl::StatusOr<v1::SessionPlan> PlanOf(absl::string_view alliance, const storage::Record& record);
absl::StatusOr<v1::MeetingOutcome> OutcomeOf(absl::string_view alliance,
                                             const storage::Record& record);

// "2027-03-02T09:00"
std::string SlotName(absl::string_view date, absl::string_view start);

}  // namespace counterpoint::conversion
