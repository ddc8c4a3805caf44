// What staff say about whom to show to whom, beside what the score says.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "matching/features/condition.h"
#include "matching/features/member_features.h"

namespace counterpoint::matching {

enum class StaffAction : std::uint8_t {  // The numbers are those of the public API.
  kPin = 1,
  kBoost = 2,
  kDemote = 3,
  kVeto = 4,
};

// What happens to the members that fulfil `partners` in the lists of those that
// fulfil `members`. Two of one id are the directions of one rule, counted once a pair.
struct StaffRule {
  std::string id;
  StaffAction action = StaffAction::kVeto;
  Condition members;
  Condition partners;
  // kBoost and kDemote: what the score is multiplied with, more and less than 1;
  // above 0. Of the others 1.
  double factor = 1;
  // kPin: ids of those that `partners` holds for, in the order in which they are
  // to be shown. Of the others empty.
  std::vector<std::string> pinned;
};

// The rules that concern the lists of one member. Borrows the rules.
class AskerRules {
 public:
  AskerRules() = default;

  bool empty() const { return rules_.empty(); }
  bool IsVetoed(const MemberFeatures& partner) const;
  // Product of the factors that concern the partner; 1 where none does.
  double Factor(const MemberFeatures& partner) const;
  // No partner has a larger factor; at least 1.
  double largest_factor() const { return largest_factor_; }
  // The score with the factor, at most 1.
  double Adjust(const MemberFeatures& partner, double score) const {
    return Times(score, Factor(partner));
  }
  static double Times(double score, double factor) { return std::min(1.0, score * factor); }
  // The rule that concerns the partner: of several the one whose effect is
  // greatest (a veto, a pin, then the factor furthest from 1 by ratio, then the
  // id). Null where none does.
  const StaffRule* Foremost(const MemberFeatures& partner) const;
  // The same among the rules of one action.
  const StaffRule* Foremost(const MemberFeatures& partner, StaffAction action) const;
  // Ids, each once and not the member's own, in the order in which they are to
  // stand at the front. A partner that is vetoed too is not to be shown.
  const std::vector<std::string>& pinned() const { return pinned_; }

 private:
  friend class StaffRules;
  std::vector<const StaffRule*> rules_;  // In order of id.
  std::vector<std::string> pinned_;
  double largest_factor_ = 1;
  bool has_vetoes_ = false;
  bool has_factors_ = false;
};

// All rules of an alliance at one moment. Immutable and thread-safe.
class StaffRules {
 public:
  StaffRules() = default;
  // In order of id, which is the order in which pins stand.
  explicit StaffRules(std::vector<StaffRule> rules);

  bool empty() const { return rules_.empty(); }
  AskerRules For(const MemberFeatures& member) const;

 private:
  std::vector<StaffRule> rules_;
};

}  // namespace counterpoint::matching
