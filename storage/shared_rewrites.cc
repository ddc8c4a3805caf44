#include "storage/shared_rewrites.h"

#include "absl/time/time.h"

namespace counterpoint::storage {
namespace {

constexpr absl::Duration kAskAgain = absl::Milliseconds(10);

}  // namespace

absl::Status SharedRewrites::Run(absl::string_view alliance,
                                 absl::FunctionRef<absl::Status()> rewrite,
                                 absl::FunctionRef<bool()> give_up) {
  absl::MutexLock lock(&mutex_);
  Turns& turns = turns_[alliance];
  ++turns.callers;
  const absl::Status status = Await(turns, rewrite, give_up);
  if (--turns.callers == 0) turns_.erase(alliance);
  return status;
}

absl::Status SharedRewrites::Await(Turns& turns, absl::FunctionRef<absl::Status()> rewrite,
                                   absl::FunctionRef<bool()> give_up) {
  // One that has begun may be past what this caller deleted.
  const std::int64_t enough = turns.begun + 1;
  while (turns.is_rewriting) {
    if (give_up()) {
      return absl::UnavailableError(
          "all is deleted, but its bytes are still on the disk; try again later");
    }
    ended_.WaitWithTimeout(&mutex_, kAskAgain);
    if (turns.ended_well >= enough) return absl::OkStatus();
  }
  turns.is_rewriting = true;
  const std::int64_t own = ++turns.begun;
  mutex_.Unlock();
  absl::Status status = rewrite();
  mutex_.Lock();
  turns.is_rewriting = false;
  if (status.ok()) turns.ended_well = own;
  ended_.SignalAll();
  return status;
}

}  // namespace counterpoint::storage
