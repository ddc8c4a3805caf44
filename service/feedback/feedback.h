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
// read as a whole when it is first asked for, and where the log no longer reaches
// back far enough. Thread-safe. Borrows the store.
class Feedback {
 public:
  explicit Feedback(storage::Store& store);
  ~Feedback();
  Feedback(const Feedback&) = delete;
  Feedback& operator=(const Feedback&) = delete;

  // For the store's listener, which is called before a commit is acknowledged.
  void OnCommit(absl::string_view alliance, std::int64_t revision);

  // Never null; the same object as long as no pair changes. Costs two look-ups
  // where nothing has been committed since. Errors: NOT_FOUND (alliance),
  // DATA_LOSS, UNAVAILABLE.
  absl::StatusOr<std::shared_ptr<const KeptApart>> KeptApartNow(const std::string& alliance);

  // Calls `read` with all facts, which must not be kept: what is committed
  // meanwhile is seen in a copy of them until it returns. Errors: as
  // KeptApartNow().
  absl::Status ReadFacts(const std::string& alliance,
                         absl::FunctionRef<void(const InteractionFacts&)> read);

 private:
  class Book;
  struct Books;

  // Calls `use` with the book of the alliance, which then has everything that was
  // committed before.
  absl::Status WithBook(const std::string& alliance, absl::FunctionRef<void(Book&)> use);

  storage::Store& store_;
  std::unique_ptr<Books> books_;
};

}  // namespace counterpoint::service
