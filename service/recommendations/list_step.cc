#include "service/recommendations/list_step.h"

#include <string>

#include "absl/container/flat_hash_map.h"

namespace counterpoint::service {
namespace {

v1::ExposureSpread MessageOf(const matching::Spread& spread) {
  v1::ExposureSpread message;
  message.set_gini(spread.gini);
  message.set_unlisted_share(spread.unlisted_share);
  message.set_most_lists(spread.most_lists);
  message.set_total_score(spread.total_relevance);
  return message;
}

}  // namespace

ListColumns ColumnsOf(const matching::MadeLists& made) {
  ListColumns columns;
  columns.first.reserve(made.lists.size() + 1);
  absl::flat_hash_map<std::string, std::uint32_t> rules;  // Places in columns.rules, from 1.
  for (const auto& list : made.lists) {
    for (const matching::ListEntry& listed : list) {
      StoredEntry& entry = columns.entries.emplace_back();
      entry.partner = listed.partner;
      entry.score = listed.score;
      entry.gain = listed.gain;
      entry.partner_gain = listed.partner_gain;
      if (listed.acceptance) entry.acceptance = *listed.acceptance;
      entry.pinned = listed.pinned;
      if (listed.staff_rule.empty()) continue;
      const auto [rule, is_new] = rules.try_emplace(
          listed.staff_rule, static_cast<std::uint32_t>(columns.rules.size() + 1));
      if (is_new) columns.rules.push_back(listed.staff_rule);
      entry.rule = rule->second;
    }
    columns.first.push_back(columns.entries.size());
  }
  return columns;
}

v1::ExposureReport ExposureReportOf(const matching::MadeLists& made) {
  v1::ExposureReport report;
  *report.mutable_before() = MessageOf(made.before);
  *report.mutable_after() = MessageOf(made.after);
  report.set_loss(made.loss);
  report.set_cap_met(made.met);
  return report;
}

}  // namespace counterpoint::service
