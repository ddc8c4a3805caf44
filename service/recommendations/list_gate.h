// Who of a stored list may be shown now.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "matching/features/condition.h"
#include "matching/features/member_features.h"
#include "matching/ranking/staff_rules.h"
#include "service/recommendations/list_basis.h"

namespace counterpoint::service {

// For the list of one member. Borrows the basis, the owner's features and the
// filter. Immutable.
class ListGate {
 public:
  // `filter` may be null: everybody passes it.
  ListGate(const ListBasis& basis, const ListOwner& owner, const matching::Condition* filter,
           double min_score);

  // Whether a partner that is a member may be shown: it is `recommendable`, as
  // matching::IsRecommendable() says, nothing that is recorded between the two keeps
  // them apart now, no veto of the staff is in force, it passes the filter, and its
  // score is enough. Looks at its features only where one of these is to be judged.
  bool Shows(const matching::MemberFeatures& partner, bool recommendable, double score) const;

  // Without filter and score.
  bool Allows(const matching::MemberFeatures& partner) const;

 private:
  // Whether nothing but the partner's own state is in the way.
  bool LetsIn(const matching::MemberFeatures& partner) const;

  const absl::string_view owner_;
  const absl::Time now_;
  const KeptApart& apart_;
  const bool any_apart_;  // From the owner.
  const matching::AskerRules rules_;
  const matching::Condition* const filter_;
  const double min_score_;
};

}  // namespace counterpoint::service
