// How many meetings a participant has at least and at most.
#pragma once

#include "counterpoint/v1/session.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// The fields `least_meetings` and `most_meetings` of a session's pairing rules:
// 0 or more, the least no more than the most, nor than there are slots.
void CheckMeetingNumbers(const FieldPath& path, const v1::PairingRules& pairing, int slots,
                         Violations& violations);

// Those of a participant, the session's taking the place of what is unset.
void CheckMeetingNumbers(const FieldPath& path, const v1::Participant& participant,
                         const v1::PairingRules& pairing, int slots, Violations& violations);

}  // namespace counterpoint::validation
