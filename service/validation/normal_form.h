// The one form in which a resource is stored.
#pragma once

#include "counterpoint/v1/alliance.pb.h"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::validation {

// Clears the name and the output-only fields, fills in the state (ACTIVE) and
// the ids of listings ("1", "2", ..., of BROKER ones "broker-1", ..., passing over
// those that are taken), and unsets a confidentiality of PUBLIC. A valid member stays valid; a
// normal one stays as it is.
void Normalise(v1::Member& member);

// Clears the name and the output-only fields, `policy.version` among them.
void Normalise(v1::Alliance& alliance);

}  // namespace counterpoint::validation
