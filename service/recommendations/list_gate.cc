#include "service/recommendations/list_gate.h"

namespace counterpoint::service {

ListGate::ListGate(const ListBasis& basis, const ListOwner& owner,
                   const matching::Condition* filter, double min_score)
    : owner_(owner.id),
      now_(basis.now),
      apart_(*basis.apart),
      any_apart_(!apart_.empty() && !apart_.Of(owner.id).empty()),
      rules_(basis.rules->rules.empty() ? matching::AskerRules()
                                        : basis.rules->rules.For(*owner.features)),
      filter_(filter != nullptr && !filter->empty() ? filter : nullptr),
      min_score_(min_score) {}

bool ListGate::Allows(const matching::MemberFeatures& partner) const {
  return matching::IsRecommendable(partner) && LetsIn(partner);
}

bool ListGate::Shows(const matching::MemberFeatures& partner, bool recommendable,
                     double score) const {
  return score >= min_score_ && recommendable && LetsIn(partner) &&
         (filter_ == nullptr || filter_->HoldsFor(partner));
}

bool ListGate::LetsIn(const matching::MemberFeatures& partner) const {
  if (any_apart_ && apart_.Between(owner_, partner.id, now_) != nullptr) return false;
  return rules_.empty() || !rules_.IsVetoed(partner);
}

}  // namespace counterpoint::service
