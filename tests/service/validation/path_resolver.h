// Finds the field that a violation names.
#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace counterpoint::validation {

// True where the path leads to a field of the message: the names of fields
// exist, elements and entries are there. Written apart from FieldPath, from
// the documented form alone.
bool Resolves(const std::string& path, const google::protobuf::Message& message);

}  // namespace counterpoint::validation
