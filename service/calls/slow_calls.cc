#include "service/calls/slow_calls.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace counterpoint::service {
namespace {

std::string LineOf(const SlowCall& call, const CallTrace& trace) {
  std::string line = absl::StrFormat(
      "event=slow_call method=%s code=%s caller=\"%s\" alliance=\"%s\" request_id=%s total_ms=%.1f",
      call.method, call.code, absl::CHexEscape(call.caller), absl::CHexEscape(call.alliance),
      call.request_id, absl::ToDoubleMilliseconds(trace.total()));
  if (trace.longest() < trace.total()) {
    absl::StrAppendFormat(&line, " longest_ms=%.1f", absl::ToDoubleMilliseconds(trace.longest()));
  }
  for (std::size_t i = 0; i < kStages; ++i) {
    const auto stage = static_cast<Stage>(i);
    const absl::Duration spent = trace.spent(stage);
    if (spent == absl::ZeroDuration()) continue;
    absl::StrAppendFormat(&line, " %s_ms=%.1f", StageName(stage),
                          absl::ToDoubleMilliseconds(spent));
  }
  return line;
}

}  // namespace

void SlowCalls::Add(const SlowCall& call, const CallTrace& trace, int most_a_minute,
                    absl::Time now) {
  ++count_;
  absl::MutexLock lock(&mutex_);
  if (now - minute_ >= absl::Minutes(1) || now < minute_) {
    minute_ = now;
    in_minute_ = 0;
  }
  if (in_minute_ >= most_a_minute) {
    ++left_out_;
    return;
  }
  ++in_minute_;
  lines_.push_back(LineOf(call, trace));
}

std::vector<std::string> SlowCalls::Take() {
  absl::MutexLock lock(&mutex_);
  std::vector<std::string> lines = std::exchange(lines_, {});
  const std::int64_t left_out = std::exchange(left_out_, 0);
  if (left_out > 0) lines.push_back(absl::StrCat("event=slow_calls_left_out count=", left_out));
  return lines;
}

}  // namespace counterpoint::service
