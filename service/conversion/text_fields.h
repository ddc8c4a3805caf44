// The texts of profiles by the paths of their fields.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "counterpoint/v1/listing.pb.h"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::conversion {

struct TextField {
  std::string path;  // "needs[0].title.zh": a map's entry by its language tag.
  absl::string_view text;
};

// Titles, then texts, each in order of language tag; the paths begin with `at`,
// the path of the listing. Borrows the listing.
std::vector<TextField> TextFieldsOf(const v1::Listing& listing, absl::string_view at);

// What a member says of itself: names, descriptions, titles of credentials.
// Borrows the member.
std::vector<TextField> DescriptionFieldsOf(const v1::Member& member);

// All that the profile as a whole says: the description, needs, offers.
// Borrows the member.
std::vector<TextField> TextFieldsOf(const v1::Member& member);

}  // namespace counterpoint::conversion
