#include "service/validation/alliance_check.h"

#include "service/validation/policy_check.h"
#include "service/validation/text_check.h"
#include "service/validation/topics_check.h"

namespace counterpoint::validation {

void CheckAlliance(const FieldPath& path, const v1::Alliance& alliance, Violations& violations) {
  CheckTexts(path, "display_name", alliance.display_name(), kTitle, violations);
  CheckTexts(path, "description", alliance.description(), kProse, violations);
  CheckAllianceTopics(path, alliance, violations);
  CheckPolicy(path.Field("policy"), alliance.policy(), violations);
}

}  // namespace counterpoint::validation
