// What a call is called in logs, here and at whoever made it.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::service {

// Metadata of the call and of its end.
inline constexpr char kRequestIdKey[] = "x-request-id";

// What the caller sent where it is 1 to 64 letters, digits, '.', '_' or '-', so that it
// cannot forge a line of a log; else a new one of 16 hexadecimal digits.
std::string RequestIdOr(absl::string_view sent);

}  // namespace counterpoint::service
