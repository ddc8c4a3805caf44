// Topics between the API and matching.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "counterpoint/v1/alliance.pb.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::conversion {

// Labels of languages other than "zh" and "en" are left out.
matching::Topic TopicOf(const v1::Topic& topic);
v1::Topic MessageOf(const matching::Topic& topic);

// The built-in topics and those of the alliance. Errors: INVALID_ARGUMENT for
// topics that do not pass validation.
absl::StatusOr<std::shared_ptr<const matching::Thesaurus>> ThesaurusOf(
    const v1::Alliance& alliance);

}  // namespace counterpoint::conversion
