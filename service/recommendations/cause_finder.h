// Why the entries of one list have changed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "service/recommendations/generation_difference.h"
#include "service/recommendations/list_crossings.h"
#include "service/recommendations/stored_lists.h"

namespace counterpoint::service {

// A change has one cause, the first of these that holds:
//   1. rolled back: every change of such a step;
//   2. the partner is gone (deleted or expired), has come, or was changed;
//   3. so has the member whose list it is;
//   4. between the two something was recorded that keeps members apart, or ran out;
//   5. a rule of the staff concerns the entry in one of the two generations and not
//      in the other, or the partner has left and is vetoed now;
//   6. policy or topics were changed, or the text model was learnt anew though no
//      member came, changed or went;
//   7. lists of one of the two are not those of the best candidates, as they were
//      evened out, and the partner left though it is better than one that has passed
//      it, or entered though it is worse than one that left;
//   8. time has passed between the moments of the two, and its own score, which is
//      another now, is why it stands elsewhere: it has passed, or was passed by,
//      another entry of which none of 2 to 7 holds, has left a list that has room
//      now, or entered one that had room;
//   9. displaced: others have come, gone or moved.
// Borrows its arguments. Immutable.
class CauseFinder {
 public:
  // Of the list of `member`; `changes` are all that there are.
  CauseFinder(const StoredLists& base, const StoredLists& generation, const ChangeReasons& reasons,
              absl::string_view member, absl::Span<const EntryChange> changes);

  // Fills in cause and is_own of one of the changes.
  void Find(EntryChange& change) const;

 private:
  using Entries = absl::Span<const StoredEntry>;

  std::optional<v1::RecommendationChangeCause> OfMember(absl::string_view id) const;
  std::optional<v1::RecommendationChangeCause> OfPair(const EntryChange& change) const;
  bool RuleHasChanged(const EntryChange& change) const;
  bool PolicyHasChanged() const;
  bool IsEvenedOut(const EntryChange& change) const;
  bool IsByItsScore(const EntryChange& change) const;
  Standing StandingOf(const EntryChange& change) const;

  const StoredLists& base_;
  const StoredLists& generation_;
  const ChangeReasons& reasons_;
  const absl::string_view member_;
  const Entries before_;
  const Entries after_;
  const bool evened_out_;
  const bool time_has_passed_;
  std::vector<Standing> standings_;  // Of all in either list, where one of these two holds.
};

}  // namespace counterpoint::service
