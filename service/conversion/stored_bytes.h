// The bytes of a message in the store.
#pragma once

#include <string>

#include "google/protobuf/message_lite.h"

namespace counterpoint::conversion {

// Equal messages give equal bytes within one build of this program: maps are
// written in order of key.
std::string StoredBytesOf(const google::protobuf::MessageLite& message);

}  // namespace counterpoint::conversion
