#include "clients/cpp/caller.h"

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cpp/error.h"

namespace counterpoint::client {

std::string NewRequestId() {
  absl::BitGen random;
  return absl::StrCat(absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16),
                      absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16));
}

absl::Status Caller::Repeat(absl::FunctionRef<grpc::Status(grpc::ClientContext*)> attempt) const {
  const absl::Time deadline = absl::Now() + timeout_;
  for (int failures = 1;; ++failures) {
    // A context serves one attempt only.
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(deadline));
    const absl::Status status = FromGrpc(attempt(&context));
    if (status.ok()) return status;
    absl::BitGen random;
    const auto pause = NextPause(retry_, status, failures, deadline - absl::Now(), random);
    if (!pause.has_value()) return status;
    absl::SleepFor(*pause);
  }
}

}  // namespace counterpoint::client
