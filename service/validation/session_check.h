// Sessions that callers hand in.
#pragma once

#include "absl/strings/string_view.h"
#include "counterpoint/v1/session.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// All fields but the name and the output-only ones, which are not looked at.
// Members of pairs have to be of the alliance, unless it is empty; whether they
// exist, or take part, is not asked. At most 3,000,000 bytes in all, so that
// every answer fits into a message that gRPC clients take.
void CheckSession(const FieldPath& path, const v1::Session& session, absl::string_view alliance,
                  Violations& violations);

}  // namespace counterpoint::validation
