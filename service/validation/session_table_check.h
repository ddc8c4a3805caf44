// A session's tables and what they have.
#pragma once

#include <string>

#include "counterpoint/v1/session.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "service/validation/field_path.h"
#include "service/validation/session_parts.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// Field `tables`: 1 to 1,000, each id once, at most 32 different features in
// all, closed slots that are slots of the session.
void CheckTables(const FieldPath& path, const v1::Session& session, const SessionParts& parts,
                 Violations& violations);

// At most 32 features, each 1 to 63 of [a-z0-9-] and once. False where some are
// not.
bool CheckFeatures(const FieldPath& parent, absl::string_view name,
                   const google::protobuf::RepeatedPtrField<std::string>& features,
                   Violations& violations);

// A violation of the list, or of each of its features that no table has, where
// no table of the session has them all. REQUIRES: CheckFeatures() has passed.
void CheckSomeTableHas(const FieldPath& parent, absl::string_view name,
                       const google::protobuf::RepeatedPtrField<std::string>& features,
                       const v1::Session& session, Violations& violations);

}  // namespace counterpoint::validation
