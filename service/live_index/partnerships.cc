#include "service/live_index/partnerships.h"

#include <utility>
#include <vector>

#include "service/conversion/interaction_record.h"

namespace counterpoint::service {

absl::StatusOr<std::optional<MemberPair>> JoinedBy(absl::string_view alliance,
                                                   const storage::Record& record) {
  const auto stored = conversion::StoredInteractionOf(alliance, record);
  if (!stored.ok()) return stored.status();
  if (stored->kind() != v1::PARTNERSHIP && stored->kind() != v1::AGREEMENT_SIGNED) {
    return std::nullopt;
  }
  MemberPair pair(stored->member(), stored->partner());
  if (pair.second < pair.first) std::swap(pair.first, pair.second);
  return pair;
}

bool Partnerships::Put(const std::string& interaction, MemberPair pair) {
  const auto [present, is_new] = interactions_.try_emplace(interaction, pair);
  if (!is_new && present->second == pair) return false;
  const std::size_t before = pairs_.size();
  Join(pair);
  if (is_new) return pairs_.size() != before;
  Part(std::exchange(present->second, std::move(pair)));
  return true;
}

bool Partnerships::Remove(absl::string_view interaction) {
  const auto present = interactions_.find(interaction);
  if (present == interactions_.end()) return false;
  const std::size_t before = pairs_.size();
  Part(present->second);
  interactions_.erase(present);
  return pairs_.size() != before;
}

void Partnerships::Join(const MemberPair& pair) {
  if (++pairs_[pair] > 1) return;
  ++members_[pair.first];
  ++members_[pair.second];
}

void Partnerships::Part(const MemberPair& pair) {
  const auto joined = pairs_.find(pair);
  if (--joined->second > 0) return;
  pairs_.erase(joined);
  Release(pair.first);
  Release(pair.second);
}

void Partnerships::Release(const std::string& member) {
  const auto found = members_.find(member);
  if (--found->second == 0) members_.erase(found);
}

std::shared_ptr<const matching::PartnerGraph> Partnerships::Graph(
    absl::FunctionRef<bool(const std::string& member)> is_there) const {
  std::vector<matching::Partnership> there;
  there.reserve(pairs_.size());
  for (const auto& [pair, count] : pairs_) {
    if (is_there(pair.first) && is_there(pair.second)) there.push_back({pair.first, pair.second});
  }
  return matching::PartnerGraph::Build(there);
}

}  // namespace counterpoint::service
