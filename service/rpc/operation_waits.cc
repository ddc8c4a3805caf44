#include "service/rpc/operation_waits.h"

#include <algorithm>
#include <cstdint>

#include "service/calls/current_call.h"
#include "service/conversion/timestamp.h"
#include "service/rpc/request_check.h"
#include "service/threads/steady_signal.h"

namespace counterpoint::service {
namespace {

using Seen = Operations::Seen;

constexpr absl::Duration kLongestWait = absl::Seconds(60);
// The synchronous API does not tell when a client goes: it has to be asked.
constexpr absl::Duration kGoneCheck = absl::Milliseconds(200);
// Between two messages of a watch, unless the second is about the end. Searches
// find better plans by the hundred a second at their start.
constexpr absl::Duration kBetweenMessages = absl::Milliseconds(50);
// Clients take silence for a lost connection.
constexpr absl::Duration kHeartbeat = absl::Seconds(30);

absl::StatusOr<Seen> AwaitAfter(const Backend& backend, const conversion::OperationName& name,
                                std::int64_t version, absl::Duration timeout) {
  EnterStage(Stage::kWait);
  auto seen = backend.operations.AwaitAfter(name, version, timeout);
  EnterStage(Stage::kWork);
  return seen;
}

absl::Status Gone() { return absl::CancelledError("the client is gone"); }

}  // namespace

absl::StatusOr<v1::Operation> WaitForOperation(const Backend& backend,
                                               const v1::WaitOperationRequest& request,
                                               const std::function<bool()>& is_gone) {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = *conversion::ParseOperationName(request.name());
  const absl::Duration deadline =
      SteadyNow() +
      (request.has_timeout() ? conversion::ToDuration(request.timeout()) : kLongestWait);
  for (;;) {
    const absl::Duration left = std::max(deadline - SteadyNow(), absl::ZeroDuration());
    auto seen = AwaitAfter(backend, name, Seen::kEnd - 1, std::min(left, kGoneCheck));
    if (!seen.ok()) return seen.status();
    if (seen->version == Seen::kEnd || left <= kGoneCheck) return std::move(seen->operation);
    if (is_gone()) return Gone();
  }
}

absl::Status WatchOperation(const Backend& backend, const v1::WatchOperationRequest& request,
                            const std::function<bool(const v1::Operation&)>& send,
                            const std::function<bool()>& is_gone) {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = *conversion::ParseOperationName(request.name());
  std::int64_t told = 0;
  absl::Duration last_sent = -absl::InfiniteDuration();
  for (;;) {
    const auto seen = AwaitAfter(backend, name, told, kGoneCheck);
    if (!seen.ok()) return seen.status();
    if (seen->version > told || SteadyNow() - last_sent >= kHeartbeat) {
      if (!send(seen->operation)) return Gone();
      if (seen->version == Seen::kEnd) return absl::OkStatus();
      told = seen->version;
      last_sent = SteadyNow();
      const auto end = AwaitAfter(backend, name, Seen::kEnd - 1, kBetweenMessages);
      if (!end.ok()) return end.status();
    }
    if (is_gone()) return Gone();
  }
}

}  // namespace counterpoint::service
