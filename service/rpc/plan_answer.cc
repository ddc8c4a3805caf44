#include "service/rpc/plan_answer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/conversion/member_record.h"
#include "service/rpc/match_message.h"
#include "service/sessions/plan_violations.h"

namespace counterpoint::service {

PlanWriter::PlanWriter(const PlanBasis& basis, absl::string_view language)
    : basis_(basis),
      language_(LanguageOf(language)),
      names_{[this](const std::string& name) { return MemberName(name); },
             [this](const std::string& id) { return TableName(id); }},
      wording_(language_, names_) {}

void PlanWriter::Complete(v1::SessionPlan& plan) const {
  plan.clear_violations();
  for (v1::PlanViolation& violation : FindViolations(basis_.session, basis_.participants, plan)) {
    *plan.add_violations() = std::move(violation);
  }
  wording_.AddTo(plan);
}

std::string PlanWriter::MemberName(const std::string& name) const {
  const auto [entry, is_new] = members_.try_emplace(name, name);
  if (!is_new) return entry->second;
  const auto id = conversion::ParseMemberName(name);
  if (!id) return entry->second;
  // Who is gone is called by its id.
  entry->second = id->member;
  const auto record = basis_.view->Get(id->alliance, storage::Collection::kMember, id->member);
  if (!record.ok()) return entry->second;
  const auto member = conversion::MemberOf(id->alliance, *record);
  if (!member.ok() || member->display_name().empty()) return entry->second;
  entry->second = DisplayName(conversion::SummaryOf(*member), language_);
  return entry->second;
}

std::string PlanWriter::TableName(const std::string& id) const {
  for (const v1::SessionTable& table : basis_.session.tables()) {
    if (table.id() != id || table.display_name().empty()) continue;
    v1::MemberSummary named;
    *named.mutable_display_name() = table.display_name();
    return DisplayName(named, language_);
  }
  return absl::StrCat(language_ == matching::Language::kChinese ? "桌位 " : "table ", id);
}

}  // namespace counterpoint::service
