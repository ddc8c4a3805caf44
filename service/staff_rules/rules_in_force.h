// The rules of the staff that count now.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "matching/ranking/staff_rules.h"
#include "service/alliances/known_alliance.h"
#include "service/live_index/snapshot.h"
#include "storage/store.h"

namespace counterpoint::service {

// Of one alliance from one moment to the next change. Immutable. Ids of rules are
// the last parts of their names; a rule that goes both ways is two rules of one id.
struct CompiledRules {
  matching::StaffRules rules;
  std::uint64_t fingerprint = 0;              // Equal for equal rules.
  absl::Time until = absl::InfiniteFuture();  // When the next one expires.
};

// Follows the rules of all alliances. Whoever asks gets everything that was
// committed before. Thread-safe. Borrows everything.
class RulesInForce {
 public:
  RulesInForce(storage::Store& store, AllianceReader& alliances);
  ~RulesInForce();
  RulesInForce(const RulesInForce&) = delete;
  RulesInForce& operator=(const RulesInForce&) = delete;

  // For the store's listener, which is called before a commit is acknowledged.
  void OnCommit(absl::string_view alliance, std::int64_t revision);

  // Never null. A rule names topics that the alliance had when it was made: one
  // that is gone holds for nobody. Costs two look-ups where nothing has been
  // committed to the alliance, else a scan of its rules. Errors: NOT_FOUND
  // (alliance), DATA_LOSS, UNAVAILABLE.
  absl::StatusOr<std::shared_ptr<const CompiledRules>> Now(const std::string& alliance,
                                                           absl::Time now);
  // For features that were made with the topics of this state of the alliance, as
  // those of a snapshot: conditions on topics hold by number.
  absl::StatusOr<std::shared_ptr<const CompiledRules>> Now(const KnownAlliance& alliance,
                                                           absl::Time now);

  // The snapshot with the rules that count now: itself where there are none. Equal
  // arguments give one snapshot as long as anybody keeps it, so that it is pinned
  // once. Errors: as Now().
  absl::StatusOr<Snapshot> WithRules(Snapshot snapshot, absl::Time now);

 private:
  struct Book;
  struct Books;
  Book& BookOf(const std::string& alliance);

  storage::Store& store_;
  AllianceReader& alliances_;
  const std::unique_ptr<Books> books_;
};

}  // namespace counterpoint::service
