// What a call spends its time on.
#pragma once

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
};
inline constexpr std::size_t kStages = 7;
absl::string_view StageName(Stage stage);

// A stopwatch that is always at one stage: entering another costs a look at the clock,
// some 30 ns. For one thread at a time.
class CallTrace {
 public:
  CallTrace() : began_(Clock::now()), entered_(began_) {}

  void Enter(Stage stage) {
    const Clock::time_point now = Clock::now();
    spent_[static_cast<std::size_t>(stage_)] += now - entered_;
    entered_ = now;
    stage_ = stage;
  }

  // Of the stages that have been left.
  absl::Duration spent(Stage stage) const {
    return absl::FromChrono(spent_[static_cast<std::size_t>(stage)]);
  }
  // Until the last Enter().
  absl::Duration total() const { return absl::FromChrono(entered_ - began_); }

 private:
  using Clock = std::chrono::steady_clock;
  const Clock::time_point began_;
  Clock::time_point entered_;
  Stage stage_ = Stage::kAdmit;
  std::array<Clock::duration, kStages> spent_{};
};

}  // namespace counterpoint::service
