// Makes indexes from what the store holds.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "service/embedding/embedder.h"
#include "service/live_index/batch_loader.h"
#include "service/live_index/index_faults.h"
#include "service/live_index/kept_features.h"
#include "service/live_index/partnerships.h"
#include "service/live_index/snapshot.h"
#include "service/threads/worker_pool.h"
#include "storage/store.h"

namespace counterpoint::service {

// Changes that one advance takes in, but for those of the last commit: about a
// second of analysis, so that a long import in one alliance does not keep the
// others waiting.
inline constexpr std::size_t kMaxAdvance = 2000;

// Up to this many members the text model is learnt anew with every change.
inline constexpr std::size_t kSmallIndex = 500;

// A snapshot, and what has happened since its text model was learnt.
struct BuiltIndex {
  Snapshot snapshot;
  LearntModel learnt;
  absl::flat_hash_set<std::string> changed;  // Ids put or removed since.
  std::size_t vanished = 0;                  // Removed since, ids not known.
  bool model_is_kept = false;                // In the store.
  Partnerships partnerships;                 // Behind the graph of the index.

  // Whether a quarter of what the model was learnt from has changed.
  bool ModelIsStale() const { return 4 * (changed.size() + vanished) >= learnt.members; }
  // Whether three times as much has changed as it was learnt from.
  bool ModelIsFarOff() const { return changed.size() + vanished >= 3 * learnt.members; }
};

// Thread-safe. Borrows everything; the embedder may be null.
class IndexBuilder {
 public:
  // Build() gives up with CANCELLED once `stop` is set.
  IndexBuilder(storage::Store& store, WorkerPool& pool, IndexFaults& faults,
               const std::atomic<bool>& stop, Embedder* embedder)
      : store_(store), pool_(pool), faults_(faults), stop_(stop), embedder_(embedder) {}

  // From all members and interactions in the view; with the text model that was kept if there is
  // one, so that the index is as it was before a restart. Errors: DATA_LOSS,
  // UNAVAILABLE, CANCELLED.
  absl::StatusOr<BuiltIndex> Build(const storage::ReadView& view,
                                   std::shared_ptr<const KnownAlliance> alliance);

  // Takes the next changes in, up to kMaxAdvance and the view; the revision of
  // the index tells how far that is. Members are as they are in the view, so one
  // that has changed again is newer than the revision until the next advance.
  // `alliance` is that of the view and has the thesaurus of the index, or it is
  // the index's own. Errors: OUT_OF_RANGE
  // where the change log does not reach back far enough, DATA_LOSS,
  // UNAVAILABLE; `built` is then as it was.
  absl::Status Advance(const storage::ReadView& view, std::shared_ptr<const KnownAlliance> alliance,
                       BuiltIndex& built);

  // Loads members anew for which embeddings have come; the revision stays. One
  // that has changed in the view is passed over: the advance to that change
  // loads it. Errors: UNAVAILABLE; `built` is then as it was.
  absl::Status Refresh(const storage::ReadView& view, const std::vector<std::string>& members,
                       BuiltIndex& built);

  // A model learnt from the members of a snapshot, and their index on it.
  struct Relearnt {
    LearntModel learnt;
    std::shared_ptr<const matching::MemberIndex> index;
    bool is_kept = false;  // In the store.
  };
  Relearnt Relearn(const IndexSnapshot& snapshot);
  // Moves an index, which may have changed since, onto a model learnt from it.
  void Adopt(const Relearnt& relearnt, BuiltIndex& built);

  // Of somebody who was erased at this revision no words may stay in a model: deletes the one
  // that is kept, and from now on keeps none that was learnt from what was before. Errors:
  // those of the store.
  absl::Status ForgetModels(const std::string& alliance, std::int64_t erased)
      ABSL_LOCKS_EXCLUDED(models_mutex_);
  // Whether the model is one that was to be forgotten, and the snapshot one to learn another
  // from.
  bool HasToRelearn(const std::string& alliance, const BuiltIndex& built) const
      ABSL_LOCKS_EXCLUDED(models_mutex_);

 private:
  struct Changes {
    std::vector<std::string> removed;
    BatchLoader::Loaded loaded;
    bool empty() const { return removed.empty() && loaded.members.empty(); }
  };
  using Log = std::vector<storage::Change>;

  matching::ParallelFor Parallel();  // Over the pool.
  std::shared_ptr<const matching::Analyzer> AnalyzerOf(const KnownAlliance& alliance)
      ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status LoadAll(const storage::ReadView& view, const KnownAlliance& alliance,
                       BatchLoader& loader);
  void Prune(const storage::ReadView& view, const std::string& alliance,
             const BatchLoader::Loaded& loaded);
  Changes LoadChanges(const storage::ReadView& view,
                      const std::shared_ptr<const KnownAlliance>& alliance, const Log& log,
                      const BuiltIndex& built);
  // Whether the graph of the index is another one after the changes: pairs came
  // or went, or members of pairs. Members are compared with the index as it was.
  bool FollowPartnerships(const storage::ReadView& view, const KnownAlliance& alliance,
                          const Log& log, const Changes& changes, BuiltIndex& built);
  absl::Status LoadPartnerships(const storage::ReadView& view, const KnownAlliance& alliance,
                                Partnerships& partnerships);
  void ChooseModel(const storage::ReadView& view, const IndexSnapshot& snapshot,
                   const matching::MemberIndex::Members& members, std::int64_t revision,
                   BuiltIndex& built);
  // Moves a small index onto a model of its own members.
  static void LearnAnew(IndexSnapshot& snapshot, BuiltIndex& built);
  // Whether it is kept: not where it was to be forgotten.
  bool KeepModel(const KnownAlliance& alliance, const LearntModel& learnt)
      ABSL_LOCKS_EXCLUDED(models_mutex_);
  // The last revision at which somebody was erased; 0 where nobody was.
  std::int64_t ErasedAt(const std::string& alliance) const
      ABSL_SHARED_LOCKS_REQUIRED(models_mutex_);
  void Forget(const std::string& alliance, const std::vector<std::string>& members);

  storage::Store& store_;
  WorkerPool& pool_;
  IndexFaults& faults_;
  const std::atomic<bool>& stop_;
  Embedder* const embedder_;
  absl::Mutex mutex_;
  // By fingerprint of the thesaurus: alliances without topics of their own
  // share one.
  absl::flat_hash_map<std::uint64_t, std::weak_ptr<const matching::Analyzer>> analyzers_
      ABSL_GUARDED_BY(mutex_);
  mutable absl::Mutex models_mutex_;
  // By alliance. Revisions only grow, also over an alliance that was made anew.
  absl::flat_hash_map<std::string, std::int64_t> erased_at_ ABSL_GUARDED_BY(models_mutex_);
};

}  // namespace counterpoint::service
