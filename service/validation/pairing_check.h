// A session's rules of who meets whom.
#pragma once

#include "absl/strings/string_view.h"
#include "counterpoint/v1/session.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/pair_check.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// All fields, in a session of so many slots. A pair that is both requested and
// banned is a violation. Returns the banned pairs.
PairPlaces CheckPairing(const FieldPath& path, const v1::PairingRules& pairing, int slots,
                        absl::string_view alliance, Violations& violations);

}  // namespace counterpoint::validation
