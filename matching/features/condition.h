// A condition on members, made ready to be checked many times.
#pragma once

#include <cstdint>
#include <vector>

#include "matching/profile/member_profile.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::matching {

struct MemberFeatures;

// Immutable and thread-safe; keeps nothing of the thesaurus.
class Condition {
 public:
  // Holds for every member.
  Condition() = default;
  // Topics that the thesaurus does not know match nobody.
  Condition(const Thesaurus& thesaurus, MemberCondition condition);

  bool HoldsFor(const MemberFeatures& member) const;
  bool empty() const { return empty_; }
  const MemberCondition& source() const { return condition_; }

 private:
  // The topics and all narrower ones, sorted.
  static std::vector<TopicIndex> Covered(const Thesaurus& thesaurus,
                                         const std::vector<std::string>& ids);

  bool empty_ = true;
  MemberCondition condition_;
  std::vector<TopicIndex> topics_;
  std::vector<TopicIndex> sectors_;
};

struct CompiledRule {
  RuleStrength strength = RuleStrength::kShould;
  Condition condition;
};

}  // namespace counterpoint::matching
