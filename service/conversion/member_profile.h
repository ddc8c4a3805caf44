// Profiles as matching sees them. Nothing is checked here: whatever passes
// validation converts.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "counterpoint/v1/listing.pb.h"
#include "counterpoint/v1/member.pb.h"
#include "matching/profile/member_profile.h"

namespace counterpoint::conversion {

// Texts of several languages come in order of their tags. A member without a
// state is active.
// REQUIRES: the member is valid.
matching::MemberProfile ProfileOf(absl::string_view id, const v1::Member& member,
                                  absl::Time update_time);

// REQUIRES: the listing is valid.
matching::ListingProfile ProfileOf(const v1::Listing& listing);

}  // namespace counterpoint::conversion
