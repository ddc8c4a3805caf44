#include "service/rpc/staff_rule_reads.h"

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
  const auto cursor = page->view().Scan(*alliance, Collection::kStaffRule, page->after());
  const int page_size = PageSize(request.page_size(), kDefaultPage);
  const absl::Time now = backend_.clock();
  storage::Record record;
  for (int scanned = 0;; ++scanned) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return response;
    if (response.staff_rules_size() == page_size || scanned == kMaxScanned) break;
    page->MoveTo(record.id);
    auto rule = conversion::StaffRuleOf(*alliance, record, now);
    if (!rule.ok()) return rule.status();
    if (rule->state() != v1::StaffRule::IN_FORCE && !request.show_ended()) continue;
    *response.add_staff_rules() = *std::move(rule);
  }
  response.set_next_page_token(page->NextToken());
  return response;
}

}  // namespace counterpoint::service
