#include "tests/benchmarks/load.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "tests/benchmarks/process_usage.h"

namespace counterpoint::benchmarks {
namespace {

// One of the calls that are in flight at a time.
class Lane {
 public:
  Lane(const StartCall& start, absl::Time measured_from, absl::Time until,
       absl::BlockingCounter& running)
      : start_(start), measured_from_(measured_from), until_(until), running_(running) {}

  void Next() {
    const absl::Time began = absl::Now();
    if (began >= until_) {
      running_.DecrementCount();
      return;
    }
    start_([this, began](bool ok) {
      ++calls_;
      if (began >= measured_from_) latencies_.push_back(absl::Now() - began);
      if (!ok) ++failures_;
      Next();
    });
  }

  const std::vector<absl::Duration>& latencies() const { return latencies_; }
  std::int64_t calls() const { return calls_; }  // The unmeasured ones included.
  std::int64_t failures() const { return failures_; }

 private:
  const StartCall& start_;
  const absl::Time measured_from_;
  const absl::Time until_;
  absl::BlockingCounter& running_;
  std::vector<absl::Duration> latencies_;
  std::int64_t calls_ = 0;
  std::int64_t failures_ = 0;
};

}  // namespace

LoadResult RunLoad(int in_flight, absl::Duration duration, const StartCall& start) {
  const absl::Time measured_from = absl::Now() + duration / 10;
  const absl::Time until = measured_from + duration;
  const absl::Duration spent_before = ProcessorTime();
  absl::BlockingCounter running(in_flight);
  std::vector<std::unique_ptr<Lane>> lanes;
  for (int i = 0; i < in_flight; ++i) {
    lanes.push_back(std::make_unique<Lane>(start, measured_from, until, running));
    lanes.back()->Next();
  }
  running.Wait();

  LoadResult result;
  const absl::Duration spent = ProcessorTime() - spent_before;
  std::int64_t calls = 0;
  std::vector<absl::Duration> latencies;
  for (const auto& lane : lanes) {
    latencies.insert(latencies.end(), lane->latencies().begin(), lane->latencies().end());
    calls += lane->calls();
    result.failures += lane->failures();
  }
  if (calls > 0) result.processor = spent / calls;
  result.calls = static_cast<std::int64_t>(latencies.size());
  if (latencies.empty()) return result;
  result.calls_per_second = static_cast<double>(result.calls) / absl::ToDoubleSeconds(duration);
  std::sort(latencies.begin(), latencies.end());
  result.p50 = latencies[latencies.size() / 2];
  result.p99 = latencies[latencies.size() * 99 / 100];
  return result;
}

}  // namespace counterpoint::benchmarks
