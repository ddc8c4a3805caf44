// Offers and needs that callers hand in.
#pragma once

#include "counterpoint/v1/listing.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "service/validation/field_path.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// The offers or the needs of a member: `name` is the field of `parent` that
// holds them. Each has a title, or is marked as withheld and has then nothing but id,
// topics and confidentiality; and no id twice.
void CheckListings(const FieldPath& parent, absl::string_view name,
                   const google::protobuf::RepeatedPtrField<v1::Listing>& listings,
                   const Setting& setting, Violations& violations);

// A need that is not kept: a title or a text is enough.
void CheckAdHocNeed(const FieldPath& path, const v1::Listing& need, const Setting& setting,
                    Violations& violations);

}  // namespace counterpoint::validation
