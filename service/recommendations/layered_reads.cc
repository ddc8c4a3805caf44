#include "service/recommendations/layered_reads.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "service/recommendations/generation_blocks.h"
#include "service/recommendations/generation_codec.h"
#include "service/recommendations/generation_layers.h"
#include "service/recommendations/position_moves.h"

namespace counterpoint::service {
namespace {

using matching::MemberPosition;
using matching::Pool;
using storage::ReadView;

// Where a member of a layer would be that was erased.
constexpr MemberPosition kErased = kGone - 1;

// Where the members of layers stand in a generation.
class LayerPositions {
 public:
  LayerPositions(const ReadView& view, const KeptGeneration& kept,
                 const std::vector<std::string>& members)
      : view_(view), kept_(kept), members_(members) {}

  // By position in the layer; kGone where it is no member of the generation, kErased where
  // nobody can say whether it was.
  absl::StatusOr<const std::vector<MemberPosition>*> Of(const stored::GenerationLayer& layer) {
    const auto [known, is_new] = positions_.try_emplace(layer.members_of());
    if (is_new) {
      if (layer.members_of() == MembersOf(kept_.name.generation, kept_.stored)) {
        known->second = From(members_);
      } else {
        const auto before = ReadMemberIds(view_, {kept_.name.alliance, layer.members_of()});
        if (!before.ok()) return before.status();
        known->second = From(*before);
      }
    }
    return &known->second;
  }

 private:
  std::vector<MemberPosition> From(const std::vector<std::string>& before) const {
    std::vector<MemberPosition> positions = PresentPositions(before, members_);
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (IsErased(before[i])) positions[i] = kErased;
    }
    return positions;
  }

  const ReadView& view_;
  const KeptGeneration& kept_;
  const std::vector<std::string>& members_;
  absl::flat_hash_map<int, std::vector<MemberPosition>> positions_;  // By whose ids.
};

// Lists of all members as they are found, in any order.
class FoundLists {
 public:
  explicit FoundLists(const std::vector<std::string>& members) : places_(members.size()) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      places_[i].is_there = IsErased(members[i]);
      count_ += places_[i].is_there ? 1 : 0;
    }
  }

  bool Has(MemberPosition member) const { return places_[member].is_there; }
  // Partners get their present positions; false where one is gone.
  bool Add(MemberPosition member, absl::Span<const StoredEntry> list,
           const std::vector<MemberPosition>& positions) {
    const std::size_t first = entries_.size();
    for (const StoredEntry& entry : list) {
      if (positions[entry.partner] == kGone) return false;
      if (positions[entry.partner] == kErased) continue;
      entries_.push_back(entry);
      entries_.back().partner = positions[entry.partner];
    }
    places_[member] = {true, first, entries_.size() - first};
    ++count_;
    return true;
  }
  bool IsWhole() const { return count_ == places_.size(); }

  // In order of member.
  ListColumns Finish(std::vector<std::string> rules) && {
    ListColumns columns;
    columns.rules = std::move(rules);
    columns.first.reserve(places_.size() + 1);
    columns.entries.reserve(entries_.size());
    for (const Place& place : places_) {
      const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(place.first);
      columns.entries.insert(columns.entries.end(), begin,
                             begin + static_cast<std::ptrdiff_t>(place.size));
      columns.first.push_back(columns.entries.size());
    }
    return columns;
  }

 private:
  struct Place {
    bool is_there = false;
    std::size_t first = 0;
    std::size_t size = 0;
  };
  std::vector<StoredEntry> entries_;
  std::vector<Place> places_;
  std::size_t count_ = 0;
};

// Of a generation that may be still being made, whose pools are all its own.
absl::StatusOr<std::size_t> ReadOwnPools(const ReadView& view, const KeptGeneration& kept,
                                         std::vector<Pool>& pools) {
  std::size_t done = 0;
  const auto read = ReadBlocks<stored::GenerationBlock>(
      view, kept.name, GenerationPart::kPools, [&](const stored::GenerationBlock& block) {
        if (block.first() != done || block.members_size() != 0) return absl::DataLossError("");
        done += static_cast<std::size_t>(block.pool_sizes_size());
        return TakePools(block, pools.size(), [&](MemberPosition member, Pool pool) {
          pools[member] = std::move(pool);
        });
      });
  if (!read.ok()) return read.status();
  return done;
}

// Gives the pool's partners their present positions; false where one is gone.
bool Move(const std::vector<MemberPosition>& positions, Pool& pool) {
  for (matching::PoolEntry& entry : pool.entries) {
    entry.partner = positions[entry.partner];
    if (entry.partner >= kErased) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const StoredLists>> ReadLists(const ReadView& view,
                                                             const KeptGeneration& kept,
                                                             int current) {
  auto members = ReadGenerationMembers(view, kept);
  if (!members.ok()) return members.status();
  if (static_cast<std::int64_t>(members->size()) != kept.stored.generation().member_count()) {
    return CannotBeRead(kept.name);
  }
  LayerPositions layer_positions(view, kept, *members);
  FoundLists found(*members);
  std::vector<std::string> rules;
  for (const auto& layer : ListLayers(kept.name.generation, kept.stored)) {
    const auto positions = layer_positions.Of(layer);
    if (!positions.ok()) return positions.status();
    bool fits = true;
    int count = 0;
    const auto read = ReadBlocks<stored::GenerationLists>(
        view, {kept.name.alliance, layer.generation()}, GenerationPart::kLists,
        [&](const stored::GenerationLists& block) {
          return TakeLists(block, (*positions)->size(), rules,
                           [&](MemberPosition was, absl::Span<const StoredEntry> list) {
                             ++count;
                             const MemberPosition member = (**positions)[was];
                             if (member >= kErased || found.Has(member)) return;
                             fits = found.Add(member, list, **positions) && fits;
                           });
        });
    if (!read.ok()) return read.status();
    if (!fits || count != layer.count()) return CannotBeRead(kept.name);
  }
  if (!found.IsWhole()) return CannotBeRead(kept.name);
  return std::make_shared<const StoredLists>(MessageOf(kept, current), *std::move(members),
                                             std::move(found).Finish(std::move(rules)));
}

absl::StatusOr<std::size_t> ReadPools(const ReadView& view, const KeptGeneration& kept,
                                      const std::vector<std::string>& members,
                                      std::vector<Pool>& pools) {
  if (kept.stored.pool_layers().empty()) return ReadOwnPools(view, kept, pools);
  LayerPositions layer_positions(view, kept, members);
  std::vector<bool> found(pools.size(), false);
  std::size_t all = 0;
  for (const auto& layer : PoolLayers(kept.name.generation, kept.stored)) {
    const auto positions = layer_positions.Of(layer);
    if (!positions.ok()) return positions.status();
    bool fits = true;
    int count = 0;
    const auto read = ReadBlocks<stored::GenerationBlock>(
        view, {kept.name.alliance, layer.generation()}, GenerationPart::kPools,
        [&](const stored::GenerationBlock& block) {
          return TakePools(block, (*positions)->size(), [&](MemberPosition was, Pool pool) {
            ++count;
            const MemberPosition member = (**positions)[was];
            if (member >= kErased || found[member]) return;
            found[member] = true;
            ++all;
            fits = Move(**positions, pool) && fits;
            pools[member] = std::move(pool);
          });
        });
    if (!read.ok()) return read.status();
    if (!fits || count != layer.count()) return CannotBeRead(kept.name);
  }
  if (all != pools.size()) return CannotBeRead(kept.name);
  return all;
}

}  // namespace counterpoint::service
