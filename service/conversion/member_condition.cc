#include "service/conversion/member_condition.h"

#include <optional>

#include "service/conversion/resource_name.h"
#include "service/conversion/vocabulary_set.h"

namespace counterpoint::conversion {
namespace {

matching::NumberRange RangeOf(const v1::Int32Range& message) {
  matching::NumberRange range;
  if (message.has_min()) range.min = message.min();
  if (message.has_max()) range.max = message.max();
  return range;
}

}  // namespace

matching::MemberCondition ConditionOf(const v1::MemberFilter& filter) {
  matching::MemberCondition condition;
  condition.kinds = SetOfAll(filter.kinds());
  condition.states = SetOfAll(filter.states());
  condition.modes = SetOfAll(filter.cooperation_modes());
  condition.credentials = SetOfAll(filter.credential_kinds());
  condition.regions.assign(filter.regions().begin(), filter.regions().end());
  condition.topics.assign(filter.topics().begin(), filter.topics().end());
  condition.sectors.assign(filter.sectors().begin(), filter.sectors().end());
  condition.labels.assign(filter.labels().begin(), filter.labels().end());
  for (const std::string& name : filter.members()) {
    if (auto parsed = ParseMemberName(name)) condition.members.push_back(std::move(parsed->member));
  }
  if (filter.has_employee_count()) condition.employees = RangeOf(filter.employee_count());
  if (filter.has_founding_year()) condition.founded = RangeOf(filter.founding_year());
  return condition;
}

}  // namespace counterpoint::conversion
