// Participants that callers hand in.
#pragma once

#include "counterpoint/v1/session.pb.h"
#include "service/conversion/resource_name.h"
#include "service/validation/field_path.h"
#include "service/validation/session_parts.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// All fields but the name and the output-only ones, which are not looked at, as
// far as they can be judged without the session.
void CheckParticipant(const FieldPath& path, const v1::Participant& participant,
                      const conversion::ParticipantName& name, Violations& violations);

// What the participant asks of its session: slots that it names, features that a
// table has to have, numbers of meetings.
void CheckParticipantWithin(const FieldPath& path, const v1::Participant& participant,
                            const v1::Session& session, const SessionParts& parts,
                            Violations& violations);

}  // namespace counterpoint::validation
