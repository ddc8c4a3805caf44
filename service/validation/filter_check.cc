#include "service/validation/filter_check.h"

#include "service/validation/code_check.h"
#include "service/validation/enum_check.h"
#include "service/validation/list_check.h"
#include "service/validation/name_check.h"
#include "service/validation/text_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kMostMembers = 1000;
constexpr int kMostValues = 200;
constexpr TextForm kLabel{63, false, true};

void CheckRange(const FieldPath& path, const v1::Int32Range& range, Violations& violations) {
  if (range.has_min() && range.has_max() && range.max() < range.min()) {
    violations.Add(path.Field("max"), "must not be less than min");
  }
}

void CheckLabels(const FieldPath& path, const Strings& labels, Violations& violations) {
  if (!CheckLength(path.Field("labels"), labels.size(), kMostValues, violations)) return;
  for (int i = 0; i < labels.size(); ++i) {
    CheckText(path.Item("labels", i), labels[i], kLabel, violations);
  }
}

}  // namespace

void CheckFilter(const FieldPath& path, const v1::MemberFilter& filter, const Setting& setting,
                 Violations& violations) {
  CheckEnums(path, "kinds", filter.kinds(), *v1::MemberKind_descriptor(), violations);
  CheckRegions(path, "regions", filter.regions(), kMostValues, violations);
  CheckTopics(path, "topics", filter.topics(), kMostValues, setting, violations);
  CheckEnums(path, "cooperation_modes", filter.cooperation_modes(),
             *v1::CooperationMode_descriptor(), violations);
  CheckLabels(path, filter.labels(), violations);
  CheckEnums(path, "states", filter.states(), *v1::MemberState_descriptor(), violations);
  CheckTopics(path, "sectors", filter.sectors(), kMostValues, setting, violations);
  CheckEnums(path, "credential_kinds", filter.credential_kinds(), *v1::CredentialKind_descriptor(),
             violations);
  CheckRange(path.Field("employee_count"), filter.employee_count(), violations);
  CheckRange(path.Field("founding_year"), filter.founding_year(), violations);
  CheckMemberNames(path, "members", filter.members(), kMostMembers, setting.alliance, violations);
}

bool IsEmpty(const v1::MemberFilter& filter) {
  return filter.kinds().empty() && filter.regions().empty() && filter.topics().empty() &&
         filter.cooperation_modes().empty() && filter.labels().empty() && filter.states().empty() &&
         filter.sectors().empty() && filter.credential_kinds().empty() &&
         !filter.has_employee_count() && !filter.has_founding_year() && filter.members().empty();
}

}  // namespace counterpoint::validation
