#include "service/recommendations/stored_lists.h"

#include <utility>

#include "absl/base/call_once.h"
#include "service/conversion/resource_name.h"

namespace counterpoint::service {

struct StoredLists::Digests {
  absl::once_flag once;
  std::vector<ListDigest> of_lists;
};

StoredLists::StoredLists(v1::Generation generation, std::vector<std::string> members,
                         ListColumns columns, std::vector<ListDigest> digests)
    : generation_(std::move(generation)),
      members_(std::move(members)),
      columns_(std::move(columns)),
      digests_(std::make_shared<Digests>()) {
  if (auto name = conversion::ParseGenerationName(generation_.name())) {
    alliance_ = std::move(name->alliance);
    number_ = name->generation;
  }
  positions_.reserve(members_.size());
  for (std::uint32_t i = 0; i < members_.size(); ++i) positions_.emplace(members_[i], i);
  digests_->of_lists = std::move(digests);
  v1::StoredProvenance provenance;
  provenance.set_generation(generation_.name());
  provenance.set_revision(generation_.revision());
  provenance.set_policy_version(generation_.policy_version());
  *provenance.mutable_as_of_time() = generation_.as_of_time();
  *provenance.mutable_complete_time() = generation_.complete_time();
  provenance_ = provenance.SerializeAsString();
}

StoredLists StoredLists::With(v1::Generation generation) && {
  StoredLists lists(std::move(generation), std::move(members_), std::move(columns_));
  lists.digests_ = std::move(digests_);
  return lists;
}

const std::vector<ListDigest>& StoredLists::digests() const {
  absl::call_once(digests_->once, [this] {
    std::vector<ListDigest>& digests = digests_->of_lists;
    if (digests.size() == members_.size()) return;
    digests.clear();
    digests.reserve(members_.size());
    for (std::uint32_t member = 0; member < members_.size(); ++member) {
      digests.push_back(DigestOfList(members_, columns_, member));
    }
  });
  return digests_->of_lists;
}

std::optional<std::uint32_t> StoredLists::Find(absl::string_view member) const {
  const auto found = positions_.find(member);
  if (found == positions_.end()) return std::nullopt;
  return found->second;
}

absl::Span<const StoredEntry> StoredLists::Of(std::uint32_t member) const {
  const std::vector<std::size_t>& first = columns_.first;
  return absl::MakeConstSpan(columns_.entries)
      .subspan(first[member], first[member + 1] - first[member]);
}

}  // namespace counterpoint::service
