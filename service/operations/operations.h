// A registry of work that goes on after the call that began it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "counterpoint/v1/operation.pb.h"
#include "service/alliances/alliance_locks.h"
#include "service/conversion/resource_name.h"
#include "service/operations/operation_control.h"
#include "service/operations/operation_records.h"
#include "service/operations/operation_request.h"
#include "storage/store.h"

namespace counterpoint::service {

// Runs work on threads of its own, a few at a time, the others waiting in the
// phase "waiting". An operation is a record from its beginning until a week after
// its end; that of work which was under way when the service ended, however it
// ended, begins anew. Phase and progress are in memory only. Borrows everything.
// Thread-safe.
class Operations {
 public:
  struct Options {
    // Pieces of work that run at the same time.
    int threads = 2;
    // Operations that are under way, with those that wait; further ones are
    // refused.
    std::size_t max_running = 1000;
    // How long an operation is kept after its end.
    absl::Duration retention = absl::Hours(7 * 24);
  };

  // Does a piece of work. It ends with Succeed() of its control, returning what
  // that returns, or with an error that becomes the operation's, with its
  // details. Equal requests have to do the same however often they are begun.
  using Work = std::function<absl::Status(const OperationRequest& request, OperationControl&)>;

  Operations(storage::Store& store, AllianceLocks& alliance_locks,
             std::function<absl::Time()> clock, Options options);
  // Stops.
  ~Operations();
  Operations(const Operations&) = delete;
  Operations& operator=(const Operations&) = delete;

  // Says how work of a method is done. REQUIRES: before Restore(), once for each
  // method.
  void Register(const std::string& method, Work work);

  // Takes up what was under way when the service ended, oldest first. Operations
  // of methods that are not registered end as FAILED. To be called once, before
  // any of those below. Errors: DATA_LOSS, UNAVAILABLE.
  absl::Status Restore();
  // Work is done from now on; before, all of it waits.
  void StartWork();
  // Ends the service of operations, as its process will: running work is told to
  // stop, and waited for; what it was done for stays RUNNING in the store.
  // Nothing begins any more, and everybody who waits gets UNAVAILABLE.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  // Records an operation and has its work done. Errors, none of which has begun
  // anything: NOT_FOUND (alliance), ABORTED with a ResourceInfo of the operation
  // that is under way for the target (unless `join`), UNAVAILABLE (too many are under way, or the
  // service ends), INVALID_ARGUMENT (a request id that was used for something
  // else), those of storage::Store::Commit. A repetition by request id gives the
  // first one's operation as it is now. The caller may hold other locks, but not
  // that of the alliance.
  absl::StatusOr<v1::Operation> Begin(const OperationRequest& request) ABSL_LOCKS_EXCLUDED(mutex_);

  // The operation that a request with this id has begun before, if one has: what
  // checks the state of things asks first, as a repetition gets its answer whatever
  // has become of them since. Errors: INVALID_ARGUMENT (the id was used for
  // something else), NOT_FOUND (the operation is not kept any more), UNAVAILABLE.
  absl::StatusOr<std::optional<v1::Operation>> FindRepeated(const OperationRequest& request) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Errors: NOT_FOUND with a ResourceInfo, DATA_LOSS.
  absl::StatusOr<v1::Operation> Get(const conversion::OperationName& name) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Adds what is known of one that is under way to what its record says.
  void AddProgress(v1::Operation& operation) const ABSL_LOCKS_EXCLUDED(mutex_);

  // An operation, and a number that grows with each of its changes.
  struct Seen {
    static constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();

    v1::Operation operation;
    std::int64_t version = 0;  // kEnd: it has ended.
  };
  // The operation as soon as it has a higher version, or at the timeout. 0 asks
  // for it as it is now, kEnd - 1 for its end. Errors: as Get(), UNAVAILABLE where
  // the service ends.
  absl::StatusOr<Seen> AwaitAfter(const conversion::OperationName& name, std::int64_t version,
                                  absl::Duration timeout) const ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends it as CANCELLED, at once; its work is told to stop, and what that made
  // is thrown away. One that has ended stays as it is. Returns it as it is then.
  // Errors: as Get(), and those of storage::Store::Commit.
  absl::StatusOr<v1::Operation> Cancel(const conversion::OperationName& name)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Stops all work for an alliance that has been deleted, as its operations are
  // with it.
  void Forget(absl::string_view alliance) ABSL_LOCKS_EXCLUDED(mutex_);

  // Since this process began, for metrics.
  struct Totals {
    // By method and state: how many have ended so.
    std::map<std::pair<std::string, v1::Operation::State>, std::int64_t> ended;
    // By registered method: how many are under way, those that wait included.
    std::map<std::string, std::int64_t> running;
  };
  Totals CurrentTotals() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Running;
  using Entry = std::shared_ptr<Running>;
  using RunningMap = std::map<std::pair<std::string, std::string>, Entry>;  // Alliance and id.

  // Id of the operation that is under way for the method and target.
  std::optional<std::string> FindOther(const OperationRequest& request) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Whether another one may begin. Errors: UNAVAILABLE.
  absl::Status Admit() const ABSL_LOCKS_EXCLUDED(mutex_);
  void Enqueue(const Entry& entry) ABSL_LOCKS_EXCLUDED(mutex_);

  // The operation as it is now.
  absl::StatusOr<Seen> Look(const conversion::OperationName& name) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Null where it is not under way.
  const Running* Find(const conversion::OperationName& name) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  void WorkUntilStopped() ABSL_LOCKS_EXCLUDED(mutex_);
  bool HasWorkOrStops() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !queue_.empty();
  }
  void Do(Running& running) ABSL_LOCKS_EXCLUDED(mutex_);
  // Lets something be told of one that is under way, and those who wait know.
  void Tell(absl::FunctionRef<void()> tell) ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends one of a method, and counts it. Errors: those of OperationRecords::End().
  absl::Status End(const std::string& alliance, const std::string& method,
                   const storage::Record& begun, OperationEnding ending)
      ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status Succeed(Running& running, const std::string& result,
                       std::vector<storage::Write> writes) ABSL_LOCKS_EXCLUDED(mutex_);
  // Tries until it is written down, or nobody waits for it any more.
  void Fail(Running& running, const absl::Status& error) ABSL_LOCKS_EXCLUDED(mutex_);
  // False as soon as nobody waits for the work any more, true after the time.
  bool GoesOnFor(const Running& running, absl::Duration wait) const ABSL_LOCKS_EXCLUDED(mutex_);
  // For one that has ended.
  void Remove(const std::string& alliance, const std::string& id) ABSL_LOCKS_EXCLUDED(mutex_);
  void Remove(RunningMap::iterator ended) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  storage::Store& store_;
  AllianceLocks& alliance_locks_;
  const std::function<absl::Time()> clock_;
  const Options options_;
  OperationRecords records_;
  std::map<std::string, Work> works_;  // By method. Constant from Restore() on.
  // Held alone from the look for another one of the same target to the commit.
  AllianceLocks begin_locks_;
  std::vector<std::thread> threads_;  // For StartWork() and Stop() alone.

  mutable absl::Mutex mutex_;
  mutable absl::CondVar changed_;  // Signalled with every change below.
  RunningMap running_ ABSL_GUARDED_BY(mutex_);
  std::deque<Entry> queue_ ABSL_GUARDED_BY(mutex_);  // Of these, those that wait.
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::map<std::pair<std::string, v1::Operation::State>, std::int64_t> ended_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::service
