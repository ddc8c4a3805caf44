// Follows the interactions of all alliances.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/container/flat_hash_set.h"
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
// back far enough. A record whose content cannot be read counts as one that is not
// there, and is reported: it keeps nobody apart until it is deleted and recorded anew,
// and all the others go on to count. Thread-safe. Borrows the store.
class Feedback {
 public:
  // Told of each record that cannot be read, whenever it is read. The status is
  // DATA_LOSS and names it. Called with a lock held: must not ask for feedback.
  using Report = std::function<void(absl::string_view alliance, const absl::Status& fault)>;

  Feedback(storage::Store& store, Report report);
  ~Feedback();
  Feedback(const Feedback&) = delete;
  Feedback& operator=(const Feedback&) = delete;

  // For the store's listener, which is called before a commit is acknowledged.
  void OnCommit(absl::string_view alliance, std::int64_t revision);

  // Never null; the same object as long as no pair changes. Costs two look-ups
  // where nothing has been committed since. Errors: NOT_FOUND (alliance), those of
  // the store.
  absl::StatusOr<std::shared_ptr<const KeptApart>> KeptApartNow(const std::string& alliance);

  // The ids of the members with which the member has consented, see PairConsents. Costs
  // as KeptApartNow(), and a copy of the ids. Errors: as KeptApartNow().
  absl::StatusOr<absl::flat_hash_set<std::string>> ConsentsOf(const std::string& alliance,
                                                              absl::string_view member);

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
  const Report report_;
  std::unique_ptr<Books> books_;
};

}  // namespace counterpoint::service
