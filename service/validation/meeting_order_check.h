// Which meetings come before which.
#pragma once

#include "absl/strings/string_view.h"
#include "counterpoint/v1/session.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// Field `orders` of the rules: at most 20,000, each once, none that closes a
// circle. A circle is told at one of its orders, which names the others; of
// circles that share orders some are told only once those are gone.
void CheckOrders(const FieldPath& path, const v1::PlacingRules& placing, absl::string_view alliance,
                 Violations& violations);

}  // namespace counterpoint::validation
