// What a piece of work may do while it goes on.
#pragma once

#include <cstdint>
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
  // As Tell(), of work that is done piece by piece: `done` of `total` pieces of
  // `unit`, "members" say. Rate and estimated end are worked out from what was told
  // of the same unit in the last ten seconds or so.
  virtual void TellWork(absl::string_view phase, absl::string_view unit, std::int64_t done,
                        std::int64_t total) = 0;

  // Name of the operation.
  virtual std::string Name() const = 0;

  // Commits `writes` to its alliance on the condition that the operation is still
  // under way. They stay whatever becomes of it, so they must be of no use to
  // anybody but the work itself, when it goes on after a crash. Errors, none of
  // which has changed anything: as Succeed(). Not to be called by two threads at a
  // time, nor with Succeed().
  virtual absl::Status Save(std::vector<storage::Write> writes) = 0;

  // Ends the operation with success: `writes`, to its alliance, and its end with
  // the name of what was made are one commit. Of this and a cancellation exactly
  // one takes place. Called at the end of the work, once, under the locks that
  // the writes need. Errors, none of which has changed anything: CANCELLED (the
  // operation has ended, or its alliance is gone), and those of
  // storage::Store::Commit about `writes`. Work returns what it gets here.
  virtual absl::Status Succeed(const std::string& result, std::vector<storage::Write> writes) = 0;
};

}  // namespace counterpoint::service
