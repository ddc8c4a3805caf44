// Calls an embedding server.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/embedding/embedding_answer.h"
#include "service/embedding/embedding_options.h"

namespace httplib {
class Client;
}

namespace counterpoint::service {

// How a request ended.
enum class EmbeddingOutcome {
  kAnswered,
  kTextsRefused,  // 400, 413, 422: the fault is with the texts.
  kRefused,       // Another 3xx or 4xx: the fault is with address, model or token.
  kThrottled,     // 429.
  kServerError,   // 5xx.
  kNoConnection,
  kNoAnswer,     // None in time, or it broke off; 408.
  kWrongAnswer,  // Not what was asked for.
  kStopped,      // By Stop().
};
inline constexpr int kEmbeddingOutcomes = 9;
// In lower case with underscores, without the k.
const char* NameOf(EmbeddingOutcome outcome);
// Whether the same request may succeed later.
bool MayPass(EmbeddingOutcome outcome);

struct EmbeddingResult {
  EmbeddingOutcome outcome = EmbeddingOutcome::kAnswered;
  absl::Status status;         // OK where answered; never with a text or the token in it.
  Vectors vectors;             // Where answered: of each text.
  absl::Duration retry_after;  // What the server asked to wait for; 0: nothing.

  bool ok() const { return outcome == EmbeddingOutcome::kAnswered; }
};

// Thread-safe. Keeps connections open from call to call. REQUIRES: the process
// ignores SIGPIPE.
class EmbeddingClient {
 public:
  // REQUIRES: the options pass CheckEmbeddingOptions().
  EmbeddingClient(const EmbeddingOptions& options, std::string token);
  ~EmbeddingClient();
  EmbeddingClient(const EmbeddingClient&) = delete;
  EmbeddingClient& operator=(const EmbeddingClient&) = delete;

  // The vectors of a batch, after as many attempts as the options say: again
  // only what may pass. REQUIRES: 1 text at least, no more than a batch.
  EmbeddingResult Embed(const std::vector<std::string>& texts) ABSL_LOCKS_EXCLUDED(mutex_);

  // In one attempt that ends within the budget.
  EmbeddingResult EmbedWithin(absl::Duration budget, const std::vector<std::string>& texts)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends calls that are under way, soon, and all later ones at once.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  // Requests so far that ended so.
  std::int64_t requests(EmbeddingOutcome outcome) const {
    return requests_[static_cast<std::size_t>(outcome)];
  }
  // Texts so far that got a vector.
  std::int64_t texts() const { return texts_; }

 private:
  using Connection = std::unique_ptr<httplib::Client>;
  struct Timeouts {
    absl::Duration connect;
    absl::Duration answer;
  };

  EmbeddingResult Try(const std::vector<std::string>& texts, const Timeouts& timeouts)
      ABSL_LOCKS_EXCLUDED(mutex_);
  EmbeddingResult Send(httplib::Client& connection, const std::vector<std::string>& texts,
                       const Timeouts& timeouts);
  EmbeddingResult Failure(EmbeddingOutcome outcome, const std::string& what) const;
  // Null once stopped.
  Connection Take() ABSL_LOCKS_EXCLUDED(mutex_);
  void GiveBack(Connection connection) ABSL_LOCKS_EXCLUDED(mutex_);
  // False where the client is stopped meanwhile.
  bool Pause(absl::Duration duration) ABSL_LOCKS_EXCLUDED(mutex_);

  const EmbeddingOptions options_;
  const EmbeddingEndpoint endpoint_;
  const std::string token_;
  std::array<std::atomic<std::int64_t>, kEmbeddingOutcomes> requests_{};
  std::atomic<std::int64_t> texts_ = 0;

  absl::Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Connection> idle_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_set<httplib::Client*> busy_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace counterpoint::service
