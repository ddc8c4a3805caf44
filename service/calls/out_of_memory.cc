#include "service/calls/out_of_memory.h"

#include "absl/time/time.h"
#include "service/calls/call.h"

namespace counterpoint::service {

absl::Status OutOfMemory() {
  return TooMuch("the server has no memory for this call; ask for less, or try again",
                 absl::Seconds(1));
}

}  // namespace counterpoint::service
