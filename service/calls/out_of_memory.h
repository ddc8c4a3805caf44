// What becomes of a call for which there is no memory.
#pragma once

#include <new>

#include "absl/status/status.h"

namespace counterpoint::service {

// RESOURCE_EXHAUSTED with a RetryInfo.
absl::Status OutOfMemory();

// What `body`, a Status or StatusOr, returns; OutOfMemory() where it found no memory.
// What it has changed until then is what it has committed. Where memory runs out in the
// middle of writing to the store or the audit trail nothing can be given back: these end
// the process, and nothing acknowledged is lost by that.
template <typename Body>
auto WithinMemory(const Body& body) -> decltype(body()) {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return OutOfMemory();
  }
}

}  // namespace counterpoint::service
