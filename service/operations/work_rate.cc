#include "service/operations/work_rate.h"

namespace counterpoint::service {
namespace {

constexpr absl::Duration kWindow = absl::Seconds(10);
constexpr absl::Duration kApart = absl::Milliseconds(100);

}  // namespace

void WorkRate::Add(absl::Time now, std::int64_t done) {
  // The last one gives way to those after it until it is far enough from the one
  // before.
  if (told_.size() > 1 && told_.back().first - told_[told_.size() - 2].first < kApart) {
    told_.pop_back();
  }
  told_.emplace_back(now, done);
  // The first stands for the beginning of the window.
  while (told_.size() > 2 && now - told_[1].first >= kWindow) told_.pop_front();
}

std::optional<double> WorkRate::PerSecond() const {
  if (told_.size() < 2) return std::nullopt;
  const absl::Duration time = told_.back().first - told_.front().first;
  const std::int64_t done = told_.back().second - told_.front().second;
  if (time <= absl::ZeroDuration() || done <= 0) return std::nullopt;
  return static_cast<double>(done) / absl::ToDoubleSeconds(time);
}

}  // namespace counterpoint::service
