// What a method asks of the server, so that calls can be weighed.
#pragma once

#include "absl/strings/string_view.h"

namespace counterpoint::service {

enum class CallClass {
  kSingleRead,  // A record or a stored list, in microseconds.
  kOrdinary,    // Other reads, and writes.
  kMatching,    // Goes over all members, or over what all have done.
  kSearch,      // Searches for seconds.
};

// By the full name, "counterpoint.v1.MemberService.GetMember". A method that is not
// known is ordinary.
CallClass ClassOf(absl::string_view method);

// Units of a caller's allowance, about a tenth of a millisecond of a processor each.
double CostOf(CallClass of);

}  // namespace counterpoint::service
