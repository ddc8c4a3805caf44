// Changes to profiles as messages.
#pragma once

#include <string>

#include "counterpoint/v1/matching_service.pb.h"
#include "matching/ranking/profile_change.h"

namespace counterpoint::service {

// Field, kind and value; without the member's name and the text.
v1::ProfileChange MessageOf(const matching::ProfileChange& change);

}  // namespace counterpoint::service
