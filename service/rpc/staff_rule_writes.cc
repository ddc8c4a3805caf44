#include "service/rpc/staff_rule_writes.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "service/conversion/staff_rule_record.h"
#include "service/conversion/timestamp.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/request_check.h"
#include "service/tokens/resource_id.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::CommitResult;

// Whether there is room for one more. Errors: RESOURCE_EXHAUSTED, DATA_LOSS.
absl::Status CheckRoom(const storage::ReadView& view, const std::string& alliance, absl::Time now) {
  const auto cursor = view.Scan(alliance, Collection::kStaffRule, "");
  int in_force = 0;
  storage::Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) break;
    const auto rule = conversion::StaffRuleOf(alliance, record, now);
    if (!rule.ok()) return rule.status();
    if (rule->state() == v1::StaffRule::IN_FORCE) ++in_force;
  }
  if (in_force < kMostRulesInForce) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat(conversion::FormatAllianceName(alliance), " has ", in_force,
                   " staff rules in force, which is the most; end one with EndStaffRule first"));
}

storage::Write PutOf(const std::string& id, const v1::StaffRule& rule,
                     storage::Precondition precondition) {
  storage::Write write;
  write.collection = Collection::kStaffRule;
  write.id = id;
  write.payload = conversion::PayloadOf(rule);
  write.precondition = precondition;
  return write;
}

// Without what the service itself says of it.
v1::StaffRule NewRule(const v1::StaffRule& asked, const conversion::StaffRuleName& name) {
  v1::StaffRule rule = asked;
  rule.set_name(conversion::FormatStaffRuleName(name.alliance, name.rule));
  rule.clear_create_time();
  rule.clear_end_author();
  rule.clear_end_reason();
  rule.clear_end_time();
  rule.set_state(v1::StaffRule::IN_FORCE);
  return rule;
}

}  // namespace

absl::StatusOr<v1::StaffRule> StaffRuleWrites::Create(
    const v1::CreateStaffRuleRequest& request) const {
  const std::string alliance = conversion::ParseAllianceName(request.parent()).value_or("");
  return Once<v1::StaffRule>(backend_, alliance, request,
                             [&] { return CreateOnce(alliance, request); });
}

absl::StatusOr<v1::StaffRule> StaffRuleWrites::CreateOnce(
    const std::string& alliance, const v1::CreateStaffRuleRequest& request) const {
  absl::MutexLock lock(&backend_.locks.Of(alliance));
  const auto view = backend_.store.View();
  const auto known = CheckByTopics(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();
  const conversion::StaffRuleName name = {
      alliance, request.staff_rule_id().empty() ? NewResourceId() : request.staff_rule_id()};
  const auto present = view->Get(alliance, Collection::kStaffRule, name.rule);
  if (present.ok()) return StaffRuleExists(name);
  if (!absl::IsNotFound(present.status())) return present.status();
  const absl::Status room = CheckRoom(*view, alliance, backend_.clock());
  if (!room.ok()) return room;

  v1::StaffRule rule = NewRule(request.staff_rule(), name);
  if (request.validate_only()) return rule;
  storage::CommitRequest commit = CommitFor(alliance, request);
  commit.writes = {PutOf(name.rule, rule, storage::Precondition::MustNotExist())};
  commit.make_reply = [&](const CommitResult& result) {
    *rule.mutable_create_time() = conversion::ToTimestamp(result.commit_time);
    return rule.SerializeAsString();
  };
  const auto result = backend_.store.Commit(std::move(commit));
  if (!result.ok()) return result.status();
  return ReplyOf<v1::StaffRule>(*result);
}

absl::StatusOr<v1::StaffRule> StaffRuleWrites::End(const v1::EndStaffRuleRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = *conversion::ParseStaffRuleName(request.name());
  return Once<v1::StaffRule>(backend_, name.alliance, request,
                             [&] { return EndOnce(name, request); });
}

absl::StatusOr<v1::StaffRule> StaffRuleWrites::EndOnce(
    const conversion::StaffRuleName& name, const v1::EndStaffRuleRequest& request) const {
  absl::MutexLock lock(&backend_.locks.Of(name.alliance));
  const auto record = backend_.store.View()->Get(name.alliance, Collection::kStaffRule, name.rule);
  if (absl::IsNotFound(record.status())) return StaffRuleNotFound(name);
  if (!record.ok()) return record.status();
  auto rule = conversion::StaffRuleOf(name.alliance, *record, backend_.clock());
  if (!rule.ok()) return rule;
  if (rule->state() != v1::StaffRule::IN_FORCE) {
    return absl::FailedPreconditionError(absl::StrCat(rule->name(), " is ",
                                                      v1::StaffRule::State_Name(rule->state()),
                                                      " already and stays as it is"));
  }
  rule->set_end_author(request.author());
  rule->set_end_reason(request.reason());
  storage::CommitRequest commit = CommitFor(name.alliance, request);
  commit.writes = {PutOf(name.rule, *rule, storage::Precondition::AtRevision(record->revision))};
  commit.make_reply = [&](const CommitResult& result) {
    *rule->mutable_end_time() = conversion::ToTimestamp(result.commit_time);
    rule->set_state(v1::StaffRule::ENDED);
    return rule->SerializeAsString();
  };
  const auto result = backend_.store.Commit(std::move(commit));
  if (!result.ok()) return result.status();
  return ReplyOf<v1::StaffRule>(*result);
}

}  // namespace counterpoint::service
