#include "service/calls/caller_shares.h"

#include <algorithm>

namespace counterpoint::service {
namespace {

// Where callers are too many to be told apart; no caller has it for a key.
constexpr absl::string_view kOthers = "";
// How many of those used longest ago are looked at for one to forget.
constexpr int kForgetTries = 16;

}  // namespace

CallerShares::Answer CallerShares::Take(absl::string_view caller, double cost, Kind kind,
                                        bool counted, const CallLimits& limits, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const auto found = Find(caller, limits, now);
  Share& share = found->second;
  int& under_way = kind == Kind::kCall ? share.calls : share.streams;
  const int most = kind == Kind::kCall ? limits.max_calls_of_caller : limits.max_streams_of_caller;
  if (counted && under_way >= most) return {Verdict::kTooManyUnderWay, {}, {}};
  if (limits.units_per_second > 0) {
    // A clock that goes back takes nothing away.
    const absl::Duration since = std::max(now - share.filled, absl::ZeroDuration());
    share.units = std::min(share.units + absl::ToDoubleSeconds(since) * limits.units_per_second,
                           limits.burst_units);
    share.filled = now;
    const double needed = std::min(cost, limits.burst_units);
    if (share.units < needed) {
      return {
          Verdict::kTooFast, absl::Seconds((needed - share.units) / limits.units_per_second), {}};
    }
    share.units -= needed;
  }
  if (counted) ++under_way;
  return {Verdict::kAdmitted, {}, found->first};
}

void CallerShares::Release(absl::string_view key, Kind kind) {
  absl::MutexLock lock(&mutex_);
  // One with something under way is never forgotten.
  Share& share = shares_.find(key)->second;
  --(kind == Kind::kCall ? share.calls : share.streams);
}

std::size_t CallerShares::size() const {
  absl::MutexLock lock(&mutex_);
  return shares_.size();
}

CallerShares::Shares::iterator CallerShares::Find(absl::string_view caller,
                                                  const CallLimits& limits, absl::Time now) {
  auto found = shares_.find(caller);
  if (found == shares_.end() && shares_.size() >= most_ && !ForgetOne()) {
    caller = kOthers;
    found = shares_.find(caller);
  }
  if (found != shares_.end()) {
    uses_.splice(uses_.begin(), uses_, found->second.use);
    return found;
  }
  uses_.emplace_front(caller);
  Share share;
  share.units = limits.burst_units;
  share.filled = now;
  share.use = uses_.begin();
  return shares_.emplace(std::string(caller), share).first;
}

bool CallerShares::ForgetOne() {
  auto use = uses_.end();
  for (int i = 0; i < kForgetTries && use != uses_.begin(); ++i) {
    --use;
    const auto found = shares_.find(*use);
    if (found->second.calls > 0 || found->second.streams > 0) continue;
    shares_.erase(found);
    uses_.erase(use);
    return true;
  }
  return false;
}

}  // namespace counterpoint::service
