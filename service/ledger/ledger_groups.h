// The groups that pairs are counted in, as numbers and by name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "counterpoint/v1/ledger_service.pb.h"
#include "matching/features/member_features.h"

namespace counterpoint::service {

// A member as the ledger counts it.
struct LedgerMember {
  matching::MemberKind kind = matching::MemberKind::kUnknown;
  absl::Span<const matching::TopicIndex> topics;  // In order. Borrowed.
};

// Numbers for the names of staff rules or policy versions, from 1; 0 is "". As they
// come, until PutInOrder().
class LedgerLabels {
 public:
  std::uint32_t Of(absl::string_view name);
  const std::string& name(std::uint32_t label) const { return names_[label]; }
  // Numbers the names anew, in order of group. Returns the new labels of the old.
  std::vector<std::uint32_t> PutInOrder(v1::GetLedgerRequest::Grouping grouping);

 private:
  std::vector<std::string> names_ = {""};
  absl::flat_hash_map<std::string, std::uint32_t> labels_;
};

// Whether a group comes before another: versions as numbers, else by name.
bool GroupBefore(v1::GetLedgerRequest::Grouping grouping, absl::string_view a, absl::string_view b);

// Adds the numbers of the groups of a pair to `groups`, each once.
void AddGroups(v1::GetLedgerRequest::Grouping grouping, const LedgerMember& a,
               const LedgerMember& b, std::int64_t began, std::uint32_t label,
               std::vector<std::int64_t>& groups);

// The name of a group.
std::string GroupName(v1::GetLedgerRequest::Grouping grouping, std::int64_t group,
                      const matching::Thesaurus& thesaurus, const LedgerLabels& labels);

}  // namespace counterpoint::service
