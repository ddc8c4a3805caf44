// Brings the vectors of an embedding server to the texts of members and
// queries.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "matching/profile/member_profile.h"
#include "service/embedding/embedded_texts.h"
#include "service/embedding/embedding_cache.h"
#include "service/embedding/embedding_client.h"
#include "service/embedding/embedding_options.h"
#include "service/embedding/server_gate.h"
#include "storage/store.h"

namespace counterpoint::service {

// Members get at once what the cache has. Those that lack a vector are worked
// off by one thread, which reads their texts anew, asks the server for those
// that the cache does not have, and then has the members loaded again. While
// the server is away the thread alone tries it, now and then; nobody else
// waits. Thread-safe. Borrows the store.
class Embedder {
 public:
  // `arrived` is called on the embedder's thread, `failed` on any.
  struct Events {
    // Members of an alliance for which vectors have come.
    std::function<void(const std::string& alliance, const std::vector<std::string>& members)>
        arrived;
    // The server has gone away, a text was refused, or vectors cannot be kept.
    // The alliance and the member may be empty.
    std::function<void(const std::string& alliance, const std::string& member,
                       const absl::Status& fault)>
        failed;
  };

  // REQUIRES: the options pass CheckEmbeddingOptions(), and the process ignores
  // SIGPIPE.
  Embedder(const EmbeddingOptions& options, std::string token, storage::Store& store);
  ~Embedder();
  Embedder(const Embedder&) = delete;
  Embedder& operator=(const Embedder&) = delete;

  // Begins to work off what is wanted. To be called once.
  void Start(Events events);
  // Ends calls and thread, soon; what is wanted then stays so. Idempotent.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  // How far a profile is covered.
  struct Coverage {
    int missing = 0;                   // Texts that have no vector.
    bool can_come = false;             // Want() may help.
    std::vector<std::uint64_t> marks;  // EmbeddingCache::Mark() of the texts to be kept.
  };
  // Gives the texts of a profile the vectors that the cache has; texts that
  // have one of the model from the caller keep that.
  Coverage Cover(const storage::ReadView& view, const std::string& alliance,
                 matching::MemberProfile& profile) ABSL_LOCKS_EXCLUDED(mutex_);

  // Has the vectors fetched that a member lacks.
  void Want(const std::string& alliance, const std::string& member) ABSL_LOCKS_EXCLUDED(mutex_);

  // Gives a need typed ad hoc its vector: from the cache, or from the server
  // within the query budget. False where it goes without.
  bool CoverNeed(const storage::ReadView& view, const std::string& alliance,
                 matching::ListingProfile& need) ABSL_LOCKS_EXCLUDED(mutex_);
  // So from the cache alone: for pages after the first.
  bool CoverNeedAgain(const storage::ReadView& view, const std::string& alliance,
                      matching::ListingProfile& need);

  // After all members have been covered: forgets vectors of other texts, and of
  // other models.
  absl::Status Prune(const storage::ReadView& view, const std::string& alliance,
                     const absl::flat_hash_set<std::uint64_t>& marks) {
    return cache_.Prune(view, alliance, marks);
  }

  // Whether the server has failed and not answered since.
  bool IsAway() const ABSL_LOCKS_EXCLUDED(mutex_);
  // When the server last gave vectors, if it ever did.
  std::optional<absl::Time> last_success() const ABSL_LOCKS_EXCLUDED(mutex_);
  // Name of the model whose vectors it gives.
  const std::string& model() const { return options_.model; }
  const EmbeddingClient& client() const { return client_; }
  const EmbeddingCache& cache() const { return cache_; }

 private:
  using MemberOfAlliance = std::pair<std::string, std::string>;  // Alliance, member.
  // A text that is to be fetched.
  struct Missing {
    MemberOfAlliance member;  // The first that has it.
    std::string id;           // In the cache.
    std::string text;
  };
  // What is fetched together.
  struct Round {
    std::vector<MemberOfAlliance> members;
    std::vector<Missing> texts;
  };

  void Work();
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopped_ || !wanted_.empty() || gate_.IsAway();
  }
  // Waits until there is something to do, and may be done; false at the end.
  bool AwaitWork() ABSL_LOCKS_EXCLUDED(mutex_);
  std::optional<MemberOfAlliance> TakeWanted() ABSL_LOCKS_EXCLUDED(mutex_);
  void PutBack(const std::vector<MemberOfAlliance>& members) ABSL_LOCKS_EXCLUDED(mutex_);

  Round Gather() ABSL_LOCKS_EXCLUDED(mutex_);
  void AddMissing(const storage::ReadView& view, const MemberOfAlliance& member,
                  absl::flat_hash_set<std::string>& seen, Round& round) ABSL_LOCKS_EXCLUDED(mutex_);
  using Batch = absl::Span<const Missing>;
  // These four are false where the server has gone away.
  bool FetchAll(const std::vector<Missing>& texts) ABSL_LOCKS_EXCLUDED(mutex_);
  bool Fetch(Batch batch) ABSL_LOCKS_EXCLUDED(mutex_);
  bool FetchApart(Batch batch) ABSL_LOCKS_EXCLUDED(mutex_);
  bool Probe() ABSL_LOCKS_EXCLUDED(mutex_);
  EmbeddingResult Ask(Batch batch) ABSL_LOCKS_EXCLUDED(mutex_);
  void Keep(Batch batch, Vectors vectors);
  void Announce(const std::vector<MemberOfAlliance>& members);
  // Notes how a call ended, and reports it where the server goes away with it.
  void Note(const EmbeddingResult& result) ABSL_LOCKS_EXCLUDED(mutex_);
  void NoteQuery(const EmbeddingResult& result) ABSL_LOCKS_EXCLUDED(mutex_);
  bool MayQuery() ABSL_LOCKS_EXCLUDED(mutex_);
  void Refuse(const Missing& text, const absl::Status& reason) ABSL_LOCKS_EXCLUDED(mutex_);
  bool IsRefused(const std::string& id) const ABSL_LOCKS_EXCLUDED(mutex_);

  const EmbeddingOptions options_;
  storage::Store& store_;
  EmbeddingClient client_;
  EmbeddingCache cache_;
  VectorMemory needs_;  // Of needs typed ad hoc, which are not kept in the store.
  Events events_;       // Constant once started.

  mutable absl::Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<MemberOfAlliance> wanted_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_set<MemberOfAlliance> is_wanted_ ABSL_GUARDED_BY(mutex_);  // In `wanted_`.
  absl::flat_hash_set<std::string> refused_ ABSL_GUARDED_BY(mutex_);         // Ids of texts.
  ServerGate gate_ ABSL_GUARDED_BY(mutex_);
  // A server that answers, though too late for queries, is spared by them.
  ServerGate query_gate_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Time> last_success_ ABSL_GUARDED_BY(mutex_);

  std::thread thread_;
};

}  // namespace counterpoint::service
