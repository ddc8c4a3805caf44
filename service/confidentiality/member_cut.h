// Members as a viewer may see them, and back.
#pragma once

#include <string>

#include "counterpoint/v1/member.pb.h"
#include "service/confidentiality/viewer.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::service {

// Takes out what the viewer may not see: listings as a whole, or all of them but id,
// topics and tier; these are marked as withheld. Costs a look at each listing where
// all are public. REQUIRES: the member has its name.
void Cut(const Viewer& viewer, v1::Member& member);

// Puts what was cut back into what the viewer wants to write over `stored` (null where
// there is no such member), so that no write destroys what its caller cannot see:
// - a listing that is handed back as it was shown in part becomes the stored one;
// - one that was not shown stays where it was, behind the stored listing before it;
//   unless the caller hands in one of the same id, which takes its place.
// Adds a violation, within `path`, for each listing that is marked as withheld and is
// not as Cut() shows it, and for each BROKER listing without an id where the viewer
// would not see it: its callers could not tell it from those that are there.
// `owner` is the member's id.
void PutBack(const Viewer& viewer, const std::string& owner, const v1::Member* stored,
             const validation::FieldPath& path, v1::Member& written,
             validation::Violations& violations);

}  // namespace counterpoint::service
