#include "service/validation/staff_rule_requests.h"

#include "absl/strings/str_cat.h"
#include "service/conversion/timestamp.h"
#include "service/validation/enum_check.h"
#include "service/validation/filter_check.h"
#include "service/validation/list_check.h"
#include "service/validation/name_check.h"
#include "service/validation/number_check.h"
#include "service/validation/text_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kLargestPage = 1000;
constexpr int kMostPinned = 10;
constexpr double kLargestFactor = 10;
constexpr double kSmallestFactor = 0.1;
constexpr TextForm kAuthor{300, false, true};
constexpr TextForm kReason{3000, true, true};

void CheckPinned(const FieldPath& path, const v1::MemberFilter& partners, Violations& violations) {
  v1::MemberFilter others = partners;
  others.clear_members();
  if (!IsEmpty(others)) violations.Add(path, "must have `members` alone with PIN");
  const FieldPath members = path.Field("members");
  if (partners.members().empty()) violations.Add(members, "must name whom to PIN");
  if (!CheckLength(members, partners.members_size(), kMostPinned, violations)) return;
  CheckDistinct<std::string>(path, "members", partners.members(), violations);
}

void CheckPartners(const FieldPath& path, const v1::StaffRule& rule, const Setting& setting,
                   Violations& violations) {
  CheckFilter(path, rule.partners(), setting, violations);
  if (rule.action() == v1::StaffRule::PIN) {
    CheckPinned(path, rule.partners(), violations);
  } else if (IsEmpty(rule.partners())) {
    violations.Add(path, "must say who is moved; it has no field set");
  }
}

// Comparisons with what is not a number are false.
void CheckFactor(const FieldPath& path, const v1::StaffRule& rule, Violations& violations) {
  const double factor = rule.factor();
  if (rule.action() == v1::StaffRule::BOOST) {
    if (factor > 1 && factor <= kLargestFactor) return;
    violations.Add(path,
                   absl::StrCat("must be above 1 and at most ", kLargestFactor, " with BOOST"));
  } else if (rule.action() == v1::StaffRule::DEMOTE) {
    if (factor >= kSmallestFactor && factor < 1) return;
    violations.Add(path,
                   absl::StrCat("must be at least ", kSmallestFactor, " and below 1 with DEMOTE"));
  } else if (factor != 0) {
    violations.Add(path, "must not be set unless the action is BOOST or DEMOTE");
  }
}

void CheckExpiry(const FieldPath& path, const v1::StaffRule& rule, absl::Time now,
                 Violations& violations) {
  if (!rule.has_expire_time()) return;
  CheckTimestamp(path, rule.expire_time(), violations);
  if (conversion::IsValid(rule.expire_time()) && conversion::ToTime(rule.expire_time()) <= now) {
    violations.Add(path, "must lie in the future");
  }
}

}  // namespace

void CheckStaffRule(const FieldPath& path, const v1::StaffRule& rule, const Setting& setting,
                    Violations& violations) {
  CheckEnum(path.Field("action"), rule.action(), *v1::StaffRule::Action_descriptor(),
            Presence::kRequired, violations);
  CheckFilter(path.Field("members"), rule.members(), setting, violations);
  CheckPartners(path.Field("partners"), rule, setting, violations);
  if (rule.both_ways() && rule.action() == v1::StaffRule::PIN) {
    violations.Add(path.Field("both_ways"), "must not be set with PIN");
  }
  CheckFactor(path.Field("factor"), rule, violations);
  CheckText(path.Field("author"), rule.author(), kAuthor, violations);
  CheckText(path.Field("reason"), rule.reason(), kReason, violations);
  CheckExpiry(path.Field("expire_time"), rule, setting.now, violations);
}

void Check(const v1::CreateStaffRuleRequest& request, const Setting& setting,
           Violations& violations) {
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  if (!request.staff_rule_id().empty()) {
    CheckResourceId(FieldPath("staff_rule_id"), request.staff_rule_id(), violations);
  }
  const FieldPath rule("staff_rule");
  if (request.has_staff_rule()) {
    CheckStaffRule(rule, request.staff_rule(), setting, violations);
  } else {
    violations.Add(rule, "must be set");
  }
  CheckRequestId(request.request_id(), violations);
}

void Check(const v1::GetStaffRuleRequest& request, Violations& violations) {
  CheckStaffRuleName(FieldPath("name"), request.name(), violations);
}

void Check(const v1::ListStaffRulesRequest& request, Violations& violations) {
  CheckAllianceName(FieldPath("parent"), request.parent(), violations);
  CheckPageSize(request.page_size(), kLargestPage, violations);
}

void Check(const v1::EndStaffRuleRequest& request, Violations& violations) {
  CheckStaffRuleName(FieldPath("name"), request.name(), violations);
  CheckText(FieldPath("author"), request.author(), kAuthor, violations);
  CheckText(FieldPath("reason"), request.reason(), kReason, violations);
  CheckRequestId(request.request_id(), violations);
}

}  // namespace counterpoint::validation
