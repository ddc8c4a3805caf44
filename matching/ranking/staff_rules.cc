#include "matching/ranking/staff_rules.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"

namespace counterpoint::matching {
namespace {

// How far a factor moves a score, whichever way: 2 and 0.5 are equally far.
double Reach(double factor) { return std::max(factor, 1 / factor); }

// Whether the effect of `a` is greater than that of `b`; of equal ones the first
// in order of id counts, which is the order in which they are looked at.
bool IsForemost(const StaffRule& a, const StaffRule& b) {
  const auto order = [](StaffAction action) {
    return action == StaffAction::kVeto ? 0 : action == StaffAction::kPin ? 1 : 2;
  };
  if (order(a.action) != order(b.action)) return order(a.action) < order(b.action);
  return Reach(a.factor) > Reach(b.factor);
}

// Whether both are of one rule that goes both ways, which counts once for a pair.
bool IsSame(const StaffRule* last, const StaffRule& rule) {
  return last != nullptr && last->id == rule.id;
}

}  // namespace

bool AskerRules::IsVetoed(const MemberFeatures& partner) const {
  return has_vetoes_ && absl::c_any_of(rules_, [&](const StaffRule* rule) {
           return rule->action == StaffAction::kVeto && rule->partners.HoldsFor(partner);
         });
}

double AskerRules::Factor(const MemberFeatures& partner) const {
  if (!has_factors_) return 1;
  double factor = 1;
  const StaffRule* last = nullptr;
  for (const StaffRule* rule : rules_) {
    // Most rules have no factor, which is quicker told than whom they concern.
    if (rule->factor == 1 || IsSame(last, *rule) || !rule->partners.HoldsFor(partner)) continue;
    factor *= rule->factor;
    last = rule;
  }
  return factor;
}

const StaffRule* AskerRules::Foremost(const MemberFeatures& partner) const {
  const StaffRule* foremost = nullptr;
  for (const StaffRule* rule : rules_) {
    if (foremost != nullptr && !IsForemost(*rule, *foremost)) continue;
    if (rule->partners.HoldsFor(partner)) foremost = rule;
  }
  return foremost;
}

const StaffRule* AskerRules::Foremost(const MemberFeatures& partner, StaffAction action) const {
  const StaffRule* foremost = nullptr;
  for (const StaffRule* rule : rules_) {
    if (rule->action != action) continue;
    if (foremost != nullptr && !IsForemost(*rule, *foremost)) continue;
    if (rule->partners.HoldsFor(partner)) foremost = rule;
  }
  return foremost;
}

StaffRules::StaffRules(std::vector<StaffRule> rules) : rules_(std::move(rules)) {
  absl::c_stable_sort(rules_, [](const StaffRule& a, const StaffRule& b) { return a.id < b.id; });
}

AskerRules StaffRules::For(const MemberFeatures& member) const {
  AskerRules own;
  const StaffRule* last = nullptr;
  for (const StaffRule& rule : rules_) {
    if (!rule.members.HoldsFor(member)) continue;
    own.rules_.push_back(&rule);
    own.has_vetoes_ |= rule.action == StaffAction::kVeto;
    own.has_factors_ |= rule.factor != 1;
    // In the order in which Factor() multiplies: rounding keeps the order of
    // products, so no partner has a larger one, to the last bit.
    if (rule.factor > 1 && !IsSame(last, rule)) own.largest_factor_ *= rule.factor;
    last = &rule;
    for (const std::string& id : rule.pinned) {
      if (id != member.id && !absl::c_linear_search(own.pinned_, id)) own.pinned_.push_back(id);
    }
  }
  return own;
}

}  // namespace counterpoint::matching
