// Follows the interactions of all alliances.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/feedback/interaction_facts.h"
#include "service/feedback/kept_apart.h"
#include "storage/store.h"

namespace counterpoint::service {

// Whoever asks gets everything that was committed before: an alliance that is
// behind reads its change log first, which costs the changes since. An alliance is
// read as a whole when it is first asked for. Thread-safe. Borrows the store.
class Feedback {
 public:
  explicit Feedback(storage::Store& store);
  ~Feedback();
  Feedback(const Feedback&) = delete;
  Feedback& operator=(const Feedback&) = delete;

  // For the store's listener, which is called before a commit is acknowledged.
  void OnCommit(absl::string_view alliance, std::int64_t revision);

  // Never null. Costs two look-ups where nothing has changed. Errors: NOT_FOUND
  // (alliance), DATA_LOSS, UNAVAILABLE.
  absl::StatusOr<std::shared_ptr<const KeptApart>> KeptApartNow(const std::string& alliance);

  // Calls `read` with all facts, which must not be kept. Errors: as KeptApartNow().
  absl::Status ReadFacts(const std::string& alliance,
                         absl::FunctionRef<void(const InteractionFacts&)> read);

 private:
  class Book;
  std::shared_ptr<Book> BookOf(const std::string& alliance);

  struct Books;
  storage::Store& store_;
  std::unique_ptr<Books> books_;
};

}  // namespace counterpoint::service
