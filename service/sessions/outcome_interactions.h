// What the outcome of a meeting says of two members, as interactions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "counterpoint/v1/interaction.pb.h"
#include "counterpoint/v1/session_day.pb.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {

// The outcome with pair, absent and ratings in order of name, and without what is
// output only, so that equal outcomes are equal messages.
v1::MeetingOutcome InNormalForm(v1::MeetingOutcome outcome);

// HELD: MET, and RATED by each that rates. NO_SHOW: NO_SHOW of each that is
// absent. CANCELLED: none. With full names; the ids are made of session, pair and
// kind, and of nothing else. `occur_time` is when the meeting began, where that
// is known. REQUIRES: the outcome is valid.
std::vector<v1::Interaction> InteractionsOf(const conversion::SessionName& session,
                                            const v1::MeetingOutcome& outcome,
                                            std::optional<absl::Time> occur_time);

// Ids of all interactions that any outcome of the pair can stand for. REQUIRES:
// both are names of members.
std::vector<std::string> PossibleInteractions(const conversion::SessionName& session,
                                              const v1::MeetingPair& pair);

}  // namespace counterpoint::service
