// What a piece of work may do while it goes on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/operation.pb.h"
#include "storage/record.h"

namespace counterpoint::service {

// Between work and the operation that it is done for. Thread-safe; lives as
// long as the work runs.
class OperationControl {
 public:
  virtual ~OperationControl() = default;

  // Whether nobody waits for the work any more: the operation was cancelled, its
  // alliance is gone, or the service ends. Work asks a few times a second, and
  // then returns, whatever the status. Cheap enough for inner loops.
  virtual bool Stopped() const = 0;

  // What the work is doing now, and how far it is where that is known. Replaces
  // what was told before. Seen by those who ask at once and kept nowhere.
  virtual void Tell(absl::string_view phase,
                    const std::optional<v1::PlanProgress>& progress = std::nullopt) = 0;

  // Ends the operation with success: `writes`, to its alliance, and its end with
  // the name of what was made are one commit. Of this and a cancellation exactly
  // one takes place. Called at the end of the work, once, under the locks that
  // the writes need. Errors, none of which has changed anything: CANCELLED (the
  // operation has ended, or its alliance is gone), and those of
  // storage::Store::Commit about `writes`. Work returns what it gets here.
  virtual absl::Status Succeed(const std::string& result, std::vector<storage::Write> writes) = 0;
};

}  // namespace counterpoint::service
