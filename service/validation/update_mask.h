// Which fields of a resource an update takes over.
//
// A path names a field, or within `policy` a field of it ("policy.floor",
// "policy.text.words"). Lists, maps and timestamps are taken over as a whole:
// a path cannot go into them. Where a path names a field that is not set in the
// request, the field is cleared.
#pragma once

#include "counterpoint/v1/alliance.pb.h"
#include "counterpoint/v1/member.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// "*" stands alone. Unknown paths, paths into lists, maps and timestamps, the
// name and output-only fields are violations at `path`.paths[i].
void CheckMemberMask(const FieldPath& path, const google::protobuf::FieldMask& mask,
                     Violations& violations);
void CheckAllianceMask(const FieldPath& path, const google::protobuf::FieldMask& mask,
                       Violations& violations);

// Takes fields of `update` over into `member`. An empty mask takes every field
// that is set; "*" replaces the member. Name and output-only fields of `member`
// stay as they are.
// REQUIRES: the mask is valid.
void Apply(const google::protobuf::FieldMask& mask, const v1::Member& update, v1::Member& member);

// The same for an alliance, but for "*", which as the empty mask takes every
// field that is set; within `policy` that is field by field.
// REQUIRES: the mask is valid.
void Apply(const google::protobuf::FieldMask& mask, const v1::Alliance& update,
           v1::Alliance& alliance);

}  // namespace counterpoint::validation
