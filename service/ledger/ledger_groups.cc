#include "service/ledger/ledger_groups.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace counterpoint::service {
namespace {

constexpr int kMonths = 12;

// 0 where one of them is not known.
std::int64_t KindsGroup(matching::MemberKind a, matching::MemberKind b) {
  const auto [low, high] = std::minmax(a, b);
  if (low == matching::MemberKind::kUnknown) return 0;
  return static_cast<std::int64_t>(low) * matching::kMemberKinds + static_cast<std::int64_t>(high);
}

std::string KindName(std::int64_t kind) {
  return v1::MemberKind_Name(static_cast<v1::MemberKind>(kind));
}

std::string KindsName(std::int64_t group) {
  if (group == 0) return "";
  const std::string low = KindName(group / matching::kMemberKinds);
  const std::string high = KindName(group % matching::kMemberKinds);
  return absl::StrCat(std::min(low, high), "+", std::max(low, high));
}

std::int64_t MonthGroup(std::int64_t unix_seconds) {
  const auto month = absl::ToCivilMonth(absl::FromUnixSeconds(unix_seconds), absl::UTCTimeZone());
  return month.year() * kMonths + month.month() - 1;
}

void AddTopics(const LedgerMember& a, const LedgerMember& b, std::vector<std::int64_t>& groups) {
  auto at = b.topics.begin();
  for (const matching::TopicIndex topic : a.topics) {
    while (at != b.topics.end() && *at < topic) ++at;
    if (at != b.topics.end() && *at == topic) groups.push_back(topic + 1);
  }
  if (groups.empty()) groups.push_back(0);
}

}  // namespace

std::uint32_t LedgerLabels::Of(absl::string_view name) {
  if (name.empty()) return 0;
  const auto [found, is_new] =
      labels_.try_emplace(std::string(name), static_cast<std::uint32_t>(names_.size()));
  if (is_new) names_.emplace_back(name);
  return found->second;
}

std::vector<std::uint32_t> LedgerLabels::PutInOrder(v1::GetLedgerRequest::Grouping grouping) {
  std::vector<std::uint32_t> order(names_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return GroupBefore(grouping, names_[a], names_[b]);
  });
  std::vector<std::uint32_t> renumbered(order.size());
  std::vector<std::string> names;
  for (const std::uint32_t old : order) {
    renumbered[old] = static_cast<std::uint32_t>(names.size());
    labels_[names_[old]] = renumbered[old];
    names.push_back(names_[old]);
  }
  names_ = std::move(names);
  return renumbered;
}

bool GroupBefore(v1::GetLedgerRequest::Grouping grouping, absl::string_view a,
                 absl::string_view b) {
  // Of decimal numbers the shorter is the smaller.
  const bool as_numbers = grouping == v1::GetLedgerRequest::BY_POLICY_VERSION;
  return as_numbers && a.size() != b.size() ? a.size() < b.size() : a < b;
}

void AddGroups(v1::GetLedgerRequest::Grouping grouping, const LedgerMember& a,
               const LedgerMember& b, std::int64_t began, std::uint32_t label,
               std::vector<std::int64_t>& groups) {
  switch (grouping) {
    case v1::GetLedgerRequest::BY_KINDS:
      groups.push_back(KindsGroup(a.kind, b.kind));
      break;
    case v1::GetLedgerRequest::BY_TOPIC:
      AddTopics(a, b, groups);
      break;
    case v1::GetLedgerRequest::BY_MONTH:
      groups.push_back(MonthGroup(began));
      break;
    default:
      groups.push_back(label);
      break;
  }
}

std::string GroupName(v1::GetLedgerRequest::Grouping grouping, std::int64_t group,
                      const matching::Thesaurus& thesaurus, const LedgerLabels& labels) {
  switch (grouping) {
    case v1::GetLedgerRequest::BY_KINDS:
      return KindsName(group);
    case v1::GetLedgerRequest::BY_TOPIC:
      return group == 0 ? "" : thesaurus.topic(static_cast<matching::TopicIndex>(group - 1)).id;
    case v1::GetLedgerRequest::BY_MONTH:
      return absl::StrFormat("%04d-%02d", group / kMonths, group % kMonths + 1);
    default:
      return labels.name(static_cast<std::uint32_t>(group));
  }
}

}  // namespace counterpoint::service
