// Values of closed vocabularies. On the wire an enum can hold any number.
#pragma once

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/repeated_field.h"
#include "service/validation/field_path.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

enum class Presence { kOptional, kRequired };

// A known value; where it is required, not the unspecified one.
void CheckEnum(const FieldPath& path, int value, const google::protobuf::EnumDescriptor& vocabulary,
               Presence presence, Violations& violations);

// Known values, none unspecified, each once.
void CheckEnums(const FieldPath& parent, absl::string_view name,
                const google::protobuf::RepeatedField<int>& values,
                const google::protobuf::EnumDescriptor& vocabulary, Violations& violations);

}  // namespace counterpoint::validation
