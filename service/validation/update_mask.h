// Which fields of a resource an update takes over, or an answer has.
//
// A path names a field, or within a message a field of it ("policy.floor",
// "policy.text.words", "pairing.candidates"). Lists, maps and timestamps are taken over as a whole:
// a path cannot go into them. Where a path names a field that is not set in the
// request, the field is cleared.
#pragma once

#include "counterpoint/v1/alliance.pb.h"
#include "counterpoint/v1/member.pb.h"
#include "counterpoint/v1/session.pb.h"
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
void CheckSessionMask(const FieldPath& path, const google::protobuf::FieldMask& mask,
                      Violations& violations);
void CheckParticipantMask(const FieldPath& path, const google::protobuf::FieldMask& mask,
                          Violations& violations);

// Of what to answer with: every path of a field will do, "*" stands alone.
void CheckMemberReadMask(const FieldPath& path, const google::protobuf::FieldMask& mask,
                         Violations& violations);

// Clears all fields but the name that the mask does not name; none where it is empty or
// "*". REQUIRES: the mask is valid.
void Trim(const google::protobuf::FieldMask& mask, v1::Member& member);

// Takes fields of `update` over into `member`. An empty mask takes every field
// that is set, within messages field by field; "*" replaces the member. Name and
// output-only fields of `member` stay as they are. The same for sessions and
// participants.
// REQUIRES: the mask is valid.
void Apply(const google::protobuf::FieldMask& mask, const v1::Member& update, v1::Member& member);
void Apply(const google::protobuf::FieldMask& mask, const v1::Session& update,
           v1::Session& session);
void Apply(const google::protobuf::FieldMask& mask, const v1::Participant& update,
           v1::Participant& participant);

// The same for an alliance, but for "*", which as the empty mask takes every
// field that is set; within `policy` that is field by field.
// REQUIRES: the mask is valid.
void Apply(const google::protobuf::FieldMask& mask, const v1::Alliance& update,
           v1::Alliance& alliance);

}  // namespace counterpoint::validation
