#include "service/metrics/call_series.h"

#include "absl/status/status.h"

namespace counterpoint::service {
namespace {

// Seconds.
const prometheus::Histogram::BucketBoundaries kBuckets = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

}  // namespace

CallSeries::CallSeries(prometheus::Registry& registry)
    : calls_(prometheus::BuildCounter()
                 .Name("counterpoint_grpc_calls_total")
                 .Help("gRPC calls that have ended, by method and status code")
                 .Register(registry)),
      seconds_(prometheus::BuildHistogram()
                   .Name("counterpoint_grpc_call_seconds")
                   .Help("Seconds that gRPC calls without streams took, by method and status code")
                   .Register(registry)) {}

void CallSeries::Count(absl::string_view method, int code, std::optional<absl::Duration> took) {
  const bool is_known = code >= 0 && code < static_cast<int>(kCodes);
  const auto place =
      static_cast<std::size_t>(is_known ? absl::StatusCode(code) : absl::StatusCode::kUnknown);
  Series series = Find(method, place);
  if (series.calls == nullptr || (took.has_value() && series.seconds == nullptr)) {
    series = FindOrAdd(method, place, took.has_value());
  }
  series.calls->Increment();
  if (took.has_value()) series.seconds->Observe(absl::ToDoubleSeconds(*took));
}

CallSeries::Series CallSeries::Find(absl::string_view method, std::size_t code) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = by_method_.find(method);
  return found == by_method_.end() ? Series() : found->second[code];
}

CallSeries::Series CallSeries::FindOrAdd(absl::string_view method, std::size_t code, bool timed) {
  const std::string name(method);
  const prometheus::Labels labels = {
      {"method", name}, {"code", absl::StatusCodeToString(static_cast<absl::StatusCode>(code))}};
  absl::MutexLock lock(&mutex_);
  Series& series = by_method_[name][code];
  // The registry gives the same ones where another thread was quicker.
  series.calls = &calls_.Add(labels);
  if (timed) series.seconds = &seconds_.Add(labels, kBuckets);
  return series;
}

}  // namespace counterpoint::service
