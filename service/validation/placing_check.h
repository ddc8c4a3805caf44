// A session's rules of when and where meetings are.
#pragma once

#include "absl/strings/string_view.h"
#include "counterpoint/v1/session.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/pair_check.h"
#include "service/validation/session_parts.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// All fields. Fixed meetings that cannot all be are violations: a banned pair, a
// table that is closed then or taken by another of them, a participant in two of
// them at once, an order that their slots go against.
void CheckPlacing(const FieldPath& path, const v1::PlacingRules& placing, const SessionParts& parts,
                  const PairPlaces& banned, absl::string_view alliance, Violations& violations);

}  // namespace counterpoint::validation
