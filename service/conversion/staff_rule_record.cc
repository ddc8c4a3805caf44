#include "service/conversion/staff_rule_record.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/member_condition.h"
#include "service/conversion/resource_name.h"
#include "service/conversion/stored_bytes.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::conversion {

std::string PayloadOf(const v1::StaffRule& rule) {
  v1::StaffRule stored = rule;
  stored.clear_name();
  stored.clear_create_time();
  stored.clear_state();
  stored.clear_end_time();
  return StoredBytesOf(stored);
}

absl::StatusOr<v1::StaffRule> StaffRuleOf(absl::string_view alliance, const storage::Record& record,
                                          absl::Time now) {
  const std::string name = FormatStaffRuleName(alliance, record.id);
  v1::StaffRule rule;
  if (!rule.ParseFromString(record.payload)) {
    return absl::DataLossError(absl::StrCat(name, ": the stored rule cannot be read"));
  }
  rule.set_name(name);
  *rule.mutable_create_time() = ToTimestamp(record.create_time);
  // Nothing but its end is ever written to a rule.
  if (!rule.end_author().empty()) *rule.mutable_end_time() = ToTimestamp(record.update_time);
  rule.set_state(StateOf(rule, now));
  return rule;
}

v1::StaffRule::State StateOf(const v1::StaffRule& rule, absl::Time now) {
  if (!rule.end_author().empty()) return v1::StaffRule::ENDED;
  return ExpiryOf(rule) <= now ? v1::StaffRule::EXPIRED : v1::StaffRule::IN_FORCE;
}

absl::Time ExpiryOf(const v1::StaffRule& rule) {
  return rule.has_expire_time() ? ToTime(rule.expire_time()) : absl::InfiniteFuture();
}

std::vector<matching::StaffRule> MatchingRulesOf(const matching::Thesaurus& thesaurus,
                                                 const v1::StaffRule& rule) {
  matching::StaffRule straight;
  straight.id = ParseStaffRuleName(rule.name())->rule;
  straight.action = static_cast<matching::StaffAction>(rule.action());
  straight.members = matching::Condition(thesaurus, ConditionOf(rule.members()));
  straight.partners = matching::Condition(thesaurus, ConditionOf(rule.partners()));
  if (rule.factor() > 0) straight.factor = rule.factor();
  if (straight.action == matching::StaffAction::kPin) {
    straight.pinned = straight.partners.source().members;
  }
  std::vector<matching::StaffRule> rules = {std::move(straight)};
  if (rule.both_ways()) {
    matching::StaffRule crossed = rules.front();
    std::swap(crossed.members, crossed.partners);
    rules.push_back(std::move(crossed));
  }
  return rules;
}

}  // namespace counterpoint::conversion
