#include "service/live_index/member_catalog.h"

#include "absl/hash/hash.h"

namespace counterpoint::service {

std::size_t MemberCatalog::ShardOf(absl::string_view id) {
  // The high bits: the map within the shard uses the low ones.
  return (absl::Hash<absl::string_view>()(id) >> 40) % std::size_t{1024};
}

MemberCatalog MemberCatalog::With(Entries put, const std::vector<std::string>& removed) const {
  absl::flat_hash_map<std::size_t, std::shared_ptr<Shard>> changed;
  const auto shard = [&](absl::string_view id) -> Shard& {
    const std::size_t number = ShardOf(id);
    auto& copy = changed[number];
    if (copy == nullptr) {
      const auto& present = shards_[number];
      copy = present == nullptr ? std::make_shared<Shard>() : std::make_shared<Shard>(*present);
    }
    return *copy;
  };
  for (const std::string& id : removed) shard(id).erase(id);
  for (auto& [id, entry] : put) shard(id)[id] = std::move(entry);

  MemberCatalog next = *this;
  for (auto& [number, copy] : changed) next.shards_[number] = std::move(copy);
  return next;
}

const MemberCatalog::Entry* MemberCatalog::Find(absl::string_view id) const {
  const auto& shard = shards_[ShardOf(id)];
  if (shard == nullptr) return nullptr;
  const auto found = shard->find(id);
  return found == shard->end() ? nullptr : &found->second;
}

}  // namespace counterpoint::service
