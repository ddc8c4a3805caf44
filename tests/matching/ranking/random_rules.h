// Rules of the staff for tests, written as sentences and made at random.
#pragma once

#include <string>
#include <vector>

#include "matching/ranking/staff_rules.h"
#include "tests/matching/profiles.h"

namespace counterpoint::matching {

inline Condition Among(std::vector<std::string> ids) {
  MemberCondition condition;
  condition.members = std::move(ids);
  return Condition(*BuiltInAnalyzer().thesaurus(), condition);
}

inline Condition OfKinds(VocabularySet kinds) {
  MemberCondition condition;
  condition.kinds = kinds;
  return Condition(*BuiltInAnalyzer().thesaurus(), condition);
}

inline StaffRule Pin(const std::string& id, std::vector<std::string> pinned,
                     Condition members = {}) {
  return {id, StaffAction::kPin, std::move(members), Among(pinned), 1, pinned};
}

inline StaffRule Times(const std::string& id, double factor, Condition partners,
                       Condition members = {}) {
  return {id,
          factor > 1 ? StaffAction::kBoost : StaffAction::kDemote,
          std::move(members),
          std::move(partners),
          factor,
          {}};
}

inline StaffRule Veto(const std::string& id, Condition partners, Condition members = {}) {
  return {id, StaffAction::kVeto, std::move(members), std::move(partners), 1, {}};
}

// Of members "m-1000" and after, as RandomProfiles makes them.
inline std::vector<StaffRule> RandomRules(RandomProfiles& random, int count, int members) {
  const auto some_ids = [&] {
    std::vector<std::string> ids;
    for (int i = 1 + random.Below(5); i > 0; --i) {
      ids.push_back("m-" + std::to_string(1000 + random.Below(members)));
    }
    return ids;
  };
  const auto somebody = [&] {
    switch (random.Below(4)) {
      case 0:
        return Among(some_ids());
      case 1:
        return Condition();
      default:
        return OfKinds(static_cast<VocabularySet>(1 + random.Below(63)) << 1);
    }
  };
  std::vector<StaffRule> rules;
  for (int i = 0; i < count; ++i) {
    const std::string id = "rule-" + std::to_string(100 + i);
    switch (random.Below(4)) {
      case 0:
        rules.push_back(Pin(id, some_ids(), somebody()));
        break;
      case 1:
        rules.push_back(Times(id, 1.1 + random.Below(30) * 0.1, somebody(), somebody()));
        break;
      case 2:
        rules.push_back(Times(id, 0.1 + random.Below(8) * 0.1, somebody(), somebody()));
        break;
      default:
        // Seldom everybody, or nobody would be left.
        rules.push_back(Veto(
            id, random.Below(3) == 0 ? OfKinds(SetOf(MemberKind::kInvestor)) : Among(some_ids()),
            somebody()));
    }
  }
  return rules;
}

}  // namespace counterpoint::matching
