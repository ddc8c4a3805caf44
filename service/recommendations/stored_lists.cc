#include "service/recommendations/stored_lists.h"

#include <algorithm>
#include <utility>

#include "service/conversion/resource_name.h"

namespace counterpoint::service {

StoredLists::StoredLists(v1::Generation generation, std::vector<std::string> members,
                         std::vector<std::size_t> first, std::vector<StoredEntry> entries,
                         std::vector<std::string> rules)
    : generation_(std::move(generation)),
      members_(std::move(members)),
      first_(std::move(first)),
      entries_(std::move(entries)),
      rules_(std::move(rules)) {
  if (const auto name = conversion::ParseGenerationName(generation_.name())) {
    number_ = name->generation;
  }
}

StoredLists StoredLists::With(v1::Generation generation) && {
  return StoredLists(std::move(generation), std::move(members_), std::move(first_),
                     std::move(entries_), std::move(rules_));
}

std::optional<std::uint32_t> StoredLists::Find(absl::string_view member) const {
  const auto found = std::lower_bound(members_.begin(), members_.end(), member);
  if (found == members_.end() || *found != member) return std::nullopt;
  return static_cast<std::uint32_t>(found - members_.begin());
}

absl::Span<const StoredEntry> StoredLists::Of(std::uint32_t member) const {
  return absl::MakeConstSpan(entries_).subspan(first_[member], first_[member + 1] - first_[member]);
}

}  // namespace counterpoint::service
