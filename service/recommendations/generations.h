// The generations of stored lists of all alliances.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "counterpoint/stored/generation_record.pb.h"
#include "service/conversion/resource_name.h"
#include "service/recommendations/generation_store.h"
#include "service/recommendations/stored_lists.h"
#include "service/recommendations/warm_pools.h"
#include "storage/store.h"

namespace counterpoint::service {

// Keeps the current lists of every alliance in memory, and four others that were
// asked for of late: some 50 bytes an entry. Whoever asks gets what was committed before.
// Thread-safe. Borrows the store.
class Generations {
 public:
  explicit Generations(storage::Store& store);
  ~Generations();
  Generations(const Generations&) = delete;
  Generations& operator=(const Generations&) = delete;

  // For the store's listener, which is called before a commit is acknowledged.
  void OnCommit(absl::string_view alliance, std::int64_t revision);

  // What portals read, with the step that made it current. Costs two look-ups where
  // nothing has changed. Errors: NOT_FOUND (alliance), FAILED_PRECONDITION (nothing
  // has been refreshed yet), DATA_LOSS, UNAVAILABLE.
  struct Published {
    std::shared_ptr<const StoredLists> lists;
    stored::Publication publication;
  };
  absl::StatusOr<std::shared_ptr<const Published>> Current(const std::string& alliance);

  // For whoever makes a generation, before its last commit: lists that Current() and
  // Lists() then need not read. Neither what is asked for before, nor a generation
  // that never is complete, is harmed. `create_revision` is that of its record.
  void Prepare(const std::string& alliance, std::int64_t create_revision,
               std::shared_ptr<const StoredLists> lists);

  // Lets go of what memory has of an alliance: what is asked for next is read anew. For
  // records of generations that were rewritten.
  void Forget(const std::string& alliance) ABSL_LOCKS_EXCLUDED(mutex_);

  // For whoever makes a generation from another one.
  WarmPools& warm_pools() { return warm_pools_; }

  // Any complete generation that is kept; number 0: the current one. Errors:
  // NOT_FOUND with a ResourceInfo, FAILED_PRECONDITION (not complete; nothing is
  // current), DATA_LOSS, UNAVAILABLE.
  absl::StatusOr<std::shared_ptr<const StoredLists>> Lists(const conversion::GenerationName& name);

  // The steps after `sequence`, in order, whose generations are both kept. Errors:
  // OUT_OF_RANGE where a step after it is about a generation that is not kept any
  // more, or `sequence` is yet to come; DATA_LOSS.
  absl::StatusOr<std::vector<stored::Publication>> StepsAfter(const std::string& alliance,
                                                              std::int64_t sequence);

  // What explains the changes from a generation's base to it. Errors: NOT_FOUND,
  // DATA_LOSS.
  absl::StatusOr<stored::GenerationCauses> Causes(const conversion::GenerationName& name);

 private:
  struct Book;
  // Lists that are not, or not yet, current, by create revision.
  struct KeptLists {
    std::string alliance;
    std::int64_t create_revision = 0;
    std::shared_ptr<const StoredLists> lists;
  };

  std::shared_ptr<Book> BookOf(const std::string& alliance) ABSL_LOCKS_EXCLUDED(mutex_);
  // From memory, else from the view. Errors: DATA_LOSS, UNAVAILABLE.
  absl::StatusOr<std::shared_ptr<const StoredLists>> Load(const storage::ReadView& view,
                                                          const KeptGeneration& kept, int current)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void Keep(KeptLists lists) ABSL_LOCKS_EXCLUDED(mutex_);

  storage::Store& store_;
  WarmPools warm_pools_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<Book>> books_ ABSL_GUARDED_BY(mutex_);
  std::list<KeptLists> kept_ ABSL_GUARDED_BY(mutex_);  // The one used last in front.
};

}  // namespace counterpoint::service
