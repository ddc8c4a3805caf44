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

// Where the members of layers stand in a generation.
class LayerPositions {
 public:
  LayerPositions(const ReadView& view, const KeptGeneration& kept,
                 const std::vector<std::string>& members)
      : view_(view), kept_(kept), members_(members) {}

  // By position in the layer; kGone where it is no member of the generation.
  absl::StatusOr<const std::vector<MemberPosition>*> Of(const stored::GenerationLayer& layer) {
    const auto [known, is_new] = positions_.try_emplace(layer.members_of());
    if (is_new) {
      if (layer.members_of() == MembersOf(kept_.name.generation, kept_.stored)) {
        known->second = PresentPositions(members_, members_);
      } else {
        const auto before = ReadMemberIds(view_, {kept_.name.alliance, layer.members_of()});
        if (!before.ok()) return before.status();
        known->second = PresentPositions(*before, members_);
      }
    }
    return &known->second;
  }

 private:
  const ReadView& view_;
  const KeptGeneration& kept_;
  const std::vector<std::string>& members_;
  absl::flat_hash_map<int, std::vector<MemberPosition>> positions_;  // By whose ids.
};

// Lists of all members as they are found, in any order.
class FoundLists {
 public:
  explicit FoundLists(std::size_t members) : places_(members) {}

  bool Has(MemberPosition member) const { return places_[member].is_there; }
  // Partners get their present positions; false where one is gone.
  bool Add(MemberPosition member, absl::Span<const StoredEntry> list,
           const std::vector<MemberPosition>& positions) {
    places_[member] = {true, entries_.size(), list.size()};
    for (const StoredEntry& entry : list) {
      entries_.push_back(entry);
      entries_.back().partner = positions[entry.partner];
      if (entries_.back().partner == kGone) return false;
    }
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
    if (entry.partner == kGone) return false;
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
  FoundLists found(members->size());
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
                             if (member == kGone || found.Has(member)) return;
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
            if (member == kGone || found[member]) return;
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
