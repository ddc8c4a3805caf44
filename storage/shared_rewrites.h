// Lets those who need files rewritten share the work.
#pragma once

#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/node_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace counterpoint::storage {

// Of an alliance one rewrite goes on at a time, and all who asked before it began are done
// with it: rewriting costs as much as the alliance has, however much was deleted.
// Thread-safe.
class SharedRewrites {
 public:
  // Returns OK once a rewrite has ended well that began after this call: its own, or
  // another caller's. `give_up` is asked again and again while it waits for another's.
  // Errors: those of its own rewrite; UNAVAILABLE where it was to give up.
  absl::Status Run(absl::string_view alliance, absl::FunctionRef<absl::Status()> rewrite,
                   absl::FunctionRef<bool()> give_up) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Turns {
    int callers = 0;
    bool is_rewriting = false;
    std::int64_t begun = 0;
    std::int64_t ended_well = 0;  // The last that did, counted as `begun`.
  };

  absl::Status Await(Turns& turns, absl::FunctionRef<absl::Status()> rewrite,
                     absl::FunctionRef<bool()> give_up) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  absl::CondVar ended_;
  absl::node_hash_map<std::string, Turns> turns_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::storage
