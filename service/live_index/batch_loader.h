// Loads many members on many threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "matching/index/member_index.h"
#include "service/embedding/embedder.h"
#include "service/live_index/index_faults.h"
#include "service/live_index/member_loader.h"
#include "service/threads/worker_pool.h"
#include "storage/store.h"

namespace counterpoint::service {

// A record with what is kept of its texts, or nothing.
struct RecordToLoad {
  storage::Record record;
  std::string kept_texts;
};

// Loads what one thread adds on the threads of a pool, keeps texts that were
// analysed anew in the store, and collects the members. A record that cannot
// be read is reported as a fault and left out. Embeddings that are missing are
// asked for. Borrows everything but the alliance and the analyser; the embedder
// may be null.
class BatchLoader {
 public:
  BatchLoader(std::shared_ptr<const KnownAlliance> alliance,
              std::shared_ptr<const matching::Analyzer> analyzer, storage::Store& store,
              WorkerPool& pool, IndexFaults& faults, Embedder* embedder);
  // Waits for what was added.
  ~BatchLoader();
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  // Waits while enough is under way to keep all threads busy.
  void Add(std::vector<RecordToLoad> batch) ABSL_LOCKS_EXCLUDED(mutex_);

  // In no particular order.
  struct Loaded {
    matching::MemberIndex::Members members;
    MemberCatalog::Entries entries;
    std::vector<DirectoryRow> rows;
    absl::flat_hash_set<std::uint64_t> embedded;  // EmbeddingCache::Mark() of all texts.
  };
  // Everything added so far; to be called once.
  Loaded Finish() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Load(const std::vector<RecordToLoad>& batch) ABSL_LOCKS_EXCLUDED(mutex_);
  Loaded LoadedOf(const std::vector<RecordToLoad>& batch);
  bool HasRoom() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  bool IsIdle() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return under_way_ == 0; }

  const std::shared_ptr<const KnownAlliance> alliance_;
  const std::shared_ptr<const matching::Analyzer> analyzer_;
  storage::Store& store_;
  WorkerPool& pool_;
  IndexFaults& faults_;
  Embedder* const embedder_;
  absl::Mutex mutex_;
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  Loaded loaded_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::service
