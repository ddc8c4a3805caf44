#include "service/rpc/staff_rule_reads.h"

#include <optional>
#include <utility>

#include "service/conversion/staff_rule_record.h"
#include "service/rpc/list_page.h"
#include "service/rpc/request_check.h"

namespace counterpoint::service {
namespace {

using storage::Collection;

constexpr int kDefaultPage = 100;
// Rules looked at for one page: where most have ended, pages are short.
constexpr int kMaxScanned = 20'000;

}  // namespace

absl::StatusOr<v1::StaffRule> StaffRuleReads::Get(const v1::GetStaffRuleRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = *conversion::ParseStaffRuleName(request.name());
  const auto record = backend_.store.View()->Get(name.alliance, Collection::kStaffRule, name.rule);
  if (absl::IsNotFound(record.status())) return StaffRuleNotFound(name);
  if (!record.ok()) return record.status();
  return conversion::StaffRuleOf(name.alliance, *record, backend_.clock());
}

absl::StatusOr<v1::ListStaffRulesResponse> StaffRuleReads::List(
    const v1::ListStaffRulesRequest& request) const {
  auto view = backend_.store.View();
  const auto alliance = conversion::ParseAllianceName(request.parent());
  const auto known = CheckAndFind(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();
  auto page = ListPage::Of(backend_.store, std::move(view), request, request.page_token());
  if (!page.ok()) return page.status();

  v1::ListStaffRulesResponse response;
  const absl::Time now = backend_.clock();
  RecordScan scan(page->view(), *alliance, Collection::kStaffRule, page->after());
  auto next = FillPage(*page, scan, {PageSize(request.page_size(), kDefaultPage), kMaxScanned},
                       *response.mutable_staff_rules(),
                       [&]() -> absl::StatusOr<std::optional<v1::StaffRule>> {
                         auto rule = conversion::StaffRuleOf(*alliance, scan.record(), now);
                         if (!rule.ok()) return rule.status();
                         const bool in_force = rule->state() == v1::StaffRule::IN_FORCE;
                         if (!in_force && !request.show_ended()) return std::nullopt;
                         return *std::move(rule);
                       });
  if (!next.ok()) return next.status();
  response.set_next_page_token(*std::move(next));
  return response;
}

}  // namespace counterpoint::service
