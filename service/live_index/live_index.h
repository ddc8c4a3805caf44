// The index of every alliance, kept up with the store.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/embedding/embedder.h"
#include "service/live_index/index_builder.h"
#include "service/live_index/index_faults.h"
#include "service/live_index/snapshot.h"
#include "service/threads/worker_pool.h"
#include "storage/store.h"

namespace counterpoint::service {

// One thread follows the change logs of all alliances and publishes immutable
// snapshots; what takes long (first builds of large alliances, new topics, new
// text models) is done on a second thread, while the first goes on publishing
// changes. Both analyse members on a pool of their own. Thread-safe. Borrows
// everything; the embedder may be null.
class LiveIndex {
 public:
  LiveIndex(storage::Store& store, AllianceReader& alliances, Embedder* embedder);
  ~LiveIndex();
  LiveIndex(const LiveIndex&) = delete;
  LiveIndex& operator=(const LiveIndex&) = delete;

  // Begins with all alliances that are in the store. To be called once. Errors:
  // those of the store.
  absl::Status Start();

  // For the store's listener.
  void OnCommit(absl::string_view alliance, std::int64_t revision) ABSL_LOCKS_EXCLUDED(mutex_);

  // For the embedder: embeddings of these members have come.
  void OnEmbedded(const std::string& alliance, const std::vector<std::string>& members)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // The alliance as published last. Errors: NOT_FOUND, UNAVAILABLE while it is
  // being built for the first time.
  absl::StatusOr<Snapshot> Current(absl::string_view alliance) const ABSL_LOCKS_EXCLUDED(mutex_);

  // After somebody was erased at this revision, see IndexBuilder::ForgetModels(). A small
  // alliance is without its words as soon as the index is at the revision, a large one once
  // another model has been learnt, which takes no longer than a start without a kept one.
  // Errors: those of the store.
  absl::Status ForgetModels(const std::string& alliance, std::int64_t erased);

  // Whether a snapshot of the revision or a later one is published, or the
  // alliance is gone, before the timeout.
  bool AwaitRevision(absl::string_view alliance, std::int64_t revision,
                     absl::Duration timeout) const ABSL_LOCKS_EXCLUDED(mutex_);

  // Whether all alliances that Start() found have been built (or could not be,
  // see faults()) before the timeout.
  bool AwaitReady(absl::Duration timeout) const ABSL_LOCKS_EXCLUDED(mutex_);

  // Over all alliances that are published.
  struct Totals {
    std::int64_t alliances = 0;
    std::int64_t members = 0;
    std::int64_t missing_embeddings = 0;
    std::int64_t largest_lag = 0;  // Revisions that the store is ahead.
  };
  Totals CurrentTotals() const ABSL_LOCKS_EXCLUDED(mutex_);

  struct AllianceState {
    std::string alliance;
    std::int64_t members = 0;
    std::int64_t lag = 0;   // Revisions that the store is ahead.
    absl::Duration behind;  // Since the first commit that is not in the index.
  };
  // Those with most members, at most so many; ties in order of id.
  std::vector<AllianceState> LargestAlliances(std::size_t most) const ABSL_LOCKS_EXCLUDED(mutex_);

  IndexFaults& faults() { return faults_; }
  const IndexFaults& faults() const { return faults_; }

 private:
  struct Slot {
    Snapshot published;                         // Null until built.
    bool awaited = false;                       // Found by Start() and not yet built.
    bool is_queued = false;                     // In `queue_`.
    absl::flat_hash_set<std::string> embedded;  // Members told to OnEmbedded().
  };
  // What the updating thread knows of an alliance.
  struct Following {
    BuiltIndex built;             // Without a snapshot until built.
    bool is_building = false;     // A build is on the other thread.
    bool is_learning = false;     // So is a new text model.
    std::int64_t generation = 0;  // Of builds: a model learnt from an older one is of no use.
    // Members whose embeddings have come; the second during the build, which
    // may have loaded them before.
    absl::flat_hash_set<std::string> to_refresh;
    absl::flat_hash_set<std::string> refreshed_during_build;
  };
  // Runs on the thread for long work; what it returns on the updating thread.
  using LongJob = std::function<std::function<void()>()>;

  std::vector<std::pair<std::string, Snapshot>> Published() const ABSL_LOCKS_EXCLUDED(mutex_);
  void UpdateLoop();
  void LongJobLoop();
  bool HasUpdate() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool HasLongJob() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool IsReady() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return awaited_ == 0; }

  // On the updating thread:
  void Update(const std::string& alliance);
  void Build(const std::string& alliance, const storage::ReadView& view,
             const std::shared_ptr<const KnownAlliance>& known);
  void BuildElsewhere(const std::string& alliance);
  void Refresh(const storage::ReadView& view, const std::string& alliance, Following& following);
  void TakeEmbedded(const std::string& alliance, Following& following) ABSL_LOCKS_EXCLUDED(mutex_);
  void FinishBuild(const std::string& alliance, absl::StatusOr<BuiltIndex> built);
  void RelearnElsewhere(const std::string& alliance, const Following& following);
  void Drop(const std::string& alliance) ABSL_LOCKS_EXCLUDED(mutex_);

  void Publish(const std::string& alliance, Snapshot snapshot) ABSL_LOCKS_EXCLUDED(mutex_);
  void Enqueue(absl::string_view alliance) ABSL_LOCKS_EXCLUDED(mutex_);
  void EnqueueLocked(absl::string_view alliance) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void StopAwaiting(Slot& slot) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Schedule(LongJob job) ABSL_LOCKS_EXCLUDED(mutex_);

  storage::Store& store_;
  AllianceReader& alliances_;
  IndexFaults faults_;
  std::atomic<bool> stop_ = false;
  WorkerPool pool_;
  IndexBuilder builder_;
  absl::flat_hash_map<std::string, Following> following_;  // Of the updating thread alone.
  std::int64_t next_generation_ = 1;                       // So too.

  mutable absl::Mutex mutex_;
  mutable absl::CondVar published_;
  absl::flat_hash_map<std::string, Slot> slots_ ABSL_GUARDED_BY(mutex_);
  std::int64_t awaited_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<std::string> queue_ ABSL_GUARDED_BY(mutex_);  // Alliances to update.
  std::deque<LongJob> long_jobs_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::function<void()>> finished_ ABSL_GUARDED_BY(mutex_);

  std::thread updating_;
  std::thread long_work_;
};

}  // namespace counterpoint::service
