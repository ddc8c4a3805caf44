// What changes in a list are called, as sentences.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "matching/ranking/wording.h"
#include "service/recommendations/generation_difference.h"

namespace counterpoint::service {

// "North Wind Audio entered the list at place 3: its profile was changed."
std::string Describe(const EntryChange& change, absl::string_view partner,
                     matching::Language language);

// The cause alone, without a full stop: "its profile was changed".
std::string DescribeCause(const EntryChange& change, matching::Language language);

}  // namespace counterpoint::service
