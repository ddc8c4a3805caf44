// Participants of a session as people read them.
#pragma once

#include <string>

#include "clients/cli/table.h"
#include "counterpoint/v1/session.pb.h"

namespace counterpoint::cli {

// The columns of a list of participants.
Table ParticipantList(const std::string& language);
void AddParticipantRow(const v1::Participant& participant, const std::string& language,
                       Table* table);

// One participant, a field a line.
Table ParticipantDetail(const v1::Participant& participant, const std::string& language);

}  // namespace counterpoint::cli
