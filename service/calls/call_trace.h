// What a call spends its time on.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace counterpoint::service {

enum class Stage {
  kAdmit,     // Who calls, and whether that is too much.
  kQueue,     // Waiting for a thread.
  kWork,      // Reading, judging the request, making the answer: what is nothing else.
  kRank,      // Scanning and scoring.
  kEvidence,  // Explaining, and filling in the page.
  kCommit,    // Waiting for the disk, and what follows it.
  kWrite,     // Of a stream: handing messages over, with waiting for the client.
  kWait,      // Of a stream: for the client's next message, or for something to tell.
};
inline constexpr std::size_t kStages = 8;
absl::string_view StageName(Stage stage);

// A stopwatch that is always at one stage: entering another costs a look at the clock,
// some 30 ns. For one thread at a time.
class CallTrace {
 public:
  CallTrace() : began_(Clock::now()), entered_(began_) {}

  void Enter(Stage stage) {
    const Clock::time_point now = Clock::now();
    spent_[static_cast<std::size_t>(stage_)] += now - entered_;
    stretch_ = IsUpToOthers(stage_) ? Clock::duration::zero() : stretch_ + (now - entered_);
    longest_ = std::max(longest_, stretch_);
    entered_ = now;
    stage_ = stage;
  }

  // Of the stages that have been left.
  absl::Duration spent(Stage stage) const {
    return absl::FromChrono(spent_[static_cast<std::size_t>(stage)]);
  }
  // Until the last Enter().
  absl::Duration total() const { return absl::FromChrono(entered_ - began_); }
  // Of that, the longest stretch that the server took by itself: of a stream between two
  // times of writing or waiting, of any other call all of it.
  absl::Duration longest() const { return absl::FromChrono(longest_); }

 private:
  using Clock = std::chrono::steady_clock;
  static bool IsUpToOthers(Stage stage) { return stage == Stage::kWrite || stage == Stage::kWait; }

  const Clock::time_point began_;
  Clock::time_point entered_;
  Stage stage_ = Stage::kAdmit;
  std::array<Clock::duration, kStages> spent_{};
  Clock::duration stretch_{};  // The one under way, as of `entered_`.
  Clock::duration longest_{};
};

}  // namespace counterpoint::service
