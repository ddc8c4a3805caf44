// Names of alliances and of what is within them, as they are typed.
#pragma once

#include <string>

#include "counterpoint/v1/interaction.pb.h"

namespace counterpoint::cli {

// "alliances/{id}" for an id or a full name.
std::string AllianceName(const std::string& typed);

// "alliances/{alliance}/members/{id}" for an id, "members/{id}" or a full name;
// `alliance` is a full name.
std::string MemberName(const std::string& alliance, const std::string& typed);

// As MemberName, of an interaction.
std::string InteractionName(const std::string& alliance, const std::string& typed);

// As MemberName, of an operation.
std::string OperationName(const std::string& alliance, const std::string& typed);

// As MemberName, of a rule of the staff.
std::string StaffRuleName(const std::string& alliance, const std::string& typed);

// As MemberName, of a session.
std::string SessionName(const std::string& alliance, const std::string& typed);

// "{session}/participants/{id}" for an id, "participants/{id}" or a name of a
// member or participant; `session` is a full name.
std::string ParticipantName(const std::string& session, const std::string& typed);

// The name of the alliance that a full name lies in.
std::string AllianceOf(const std::string& name);

// The id that an interaction between two members gets where it comes without
// one. The same for the two in either order, another for any other two:
// "a--b" where that is short and can be taken apart again, else a hash.
std::string PairId(const std::string& member_id, const std::string& partner_id);

// As PairId, of an interaction of this kind: PairId() itself for a partnership,
// else with the kind before it, as "met--a--b". Where the kind says something
// else in the other order, so does the id.
std::string InteractionId(v1::InteractionKind kind, const std::string& member_id,
                          const std::string& partner_id);

// What follows the last slash; the whole where there is none.
std::string IdOf(const std::string& name);

}  // namespace counterpoint::cli
