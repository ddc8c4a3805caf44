#include "service/recommendations/generation_codec.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace counterpoint::service {
namespace {

using matching::MemberPosition;

// Of a block of pools: 27 bytes each.
constexpr std::size_t kBlockEntries = 40'000;
constexpr std::size_t kLeastMembers = 50;
constexpr std::size_t kMostMembers = 1000;
constexpr std::uint32_t kPinned = 1;

absl::Status DoesNotFit() {
  return absl::DataLossError("a block of stored recommendations does not fit the others");
}

// Which member each place of a block is about.
template <typename Block>
class BlockMembersReader {
 public:
  BlockMembersReader(const Block& block, int places, std::size_t members)
      : block_(block), places_(places), members_(members) {}

  // Whether there is a member for each place, in order, and none beyond `members`.
  bool Fit() const {
    if (block_.members_size() == 0) {
      return std::size_t{block_.first()} + static_cast<std::size_t>(places_) <= members_;
    }
    if (block_.members_size() != places_) return false;
    for (int i = 1; i < places_; ++i) {
      if (block_.members(i) <= block_.members(i - 1)) return false;
    }
    return block_.members(places_ - 1) < members_;
  }
  MemberPosition At(int place) const {
    return block_.members_size() == 0 ? block_.first() + static_cast<MemberPosition>(place)
                                      : block_.members(place);
  }

 private:
  const Block& block_;
  const int places_;
  const std::size_t members_;
};

void AddPool(const matching::Pool& pool, stored::GenerationBlock& block) {
  block.add_pool_sizes(static_cast<std::uint32_t>(pool.entries.size()));
  block.add_complete(pool.complete);
  for (const matching::PoolEntry& entry : pool.entries) {
    block.add_pool_partners(entry.partner);
    block.add_pool_scores(entry.score);
    block.add_pool_gains(entry.gain);
    block.add_pool_partner_gains(entry.partner_gain);
  }
}

// A block of lists that is being filled.
class ListBlock {
 public:
  explicit ListBlock(const StoredLists& lists) : lists_(lists) {}

  void Add(MemberPosition member) {
    const auto list = lists_.Of(member);
    block_.add_list_sizes(static_cast<std::uint32_t>(list.size()));
    for (const StoredEntry& entry : list) {
      block_.add_partners(entry.partner);
      block_.add_scores(entry.score);
      block_.add_gains(entry.gain);
      block_.add_partner_gains(entry.partner_gain);
      block_.add_acceptances(entry.acceptance);
      any_acceptance_ = any_acceptance_ || !std::isnan(entry.acceptance);
      block_.add_flags(entry.pinned ? kPinned : 0);
      block_.add_rule_places(entry.rule == 0 ? 0 : PlaceOf(entry.rule));
    }
  }
  stored::GenerationLists Finish() && {
    if (!any_acceptance_) block_.clear_acceptances();
    return std::move(block_);
  }
  stored::GenerationLists& block() { return block_; }

 private:
  std::uint32_t PlaceOf(std::uint32_t rule) {
    const auto place = places_.try_emplace(rule, block_.rules_size() + 1).first->second;
    if (static_cast<int>(place) > block_.rules_size()) block_.add_rules(lists_.rule(rule));
    return place;
  }

  const StoredLists& lists_;
  stored::GenerationLists block_;
  bool any_acceptance_ = false;
  absl::flat_hash_map<std::uint32_t, std::uint32_t> places_;  // In the rules of the block.
};

}  // namespace

int BlockMembers(std::size_t pool_size) {
  return static_cast<int>(
      std::clamp(kBlockEntries / std::max<std::size_t>(1, pool_size), kLeastMembers, kMostMembers));
}

stored::GenerationBlock PoolBlockOf(absl::Span<const MemberPosition> members,
                                    absl::Span<const matching::Pool> pools) {
  stored::GenerationBlock block;
  for (const MemberPosition member : members) {
    block.add_members(member);
    AddPool(pools[member], block);
  }
  return block;
}

stored::GenerationBlock PoolBlockOf(std::uint32_t first, std::uint32_t count,
                                    absl::Span<const matching::Pool> pools) {
  stored::GenerationBlock block;
  block.set_first(first);
  for (const matching::Pool& pool : pools.subspan(first, count)) AddPool(pool, block);
  return block;
}

stored::GenerationLists ListBlockOf(const StoredLists& lists,
                                    absl::Span<const MemberPosition> members) {
  ListBlock block(lists);
  for (const MemberPosition member : members) {
    block.block().add_members(member);
    block.Add(member);
  }
  return std::move(block).Finish();
}

stored::GenerationLists ListBlockOf(const StoredLists& lists, std::uint32_t first,
                                    std::uint32_t count) {
  ListBlock block(lists);
  block.block().set_first(first);
  for (std::uint32_t i = 0; i < count; ++i) block.Add(first + i);
  return std::move(block).Finish();
}

absl::Status TakePools(const stored::GenerationBlock& block, std::size_t members,
                       absl::FunctionRef<void(MemberPosition, matching::Pool)> take) {
  const BlockMembersReader reader(block, block.pool_sizes_size(), members);
  const int entries = block.pool_partners_size();
  if (block.complete_size() != block.pool_sizes_size() || block.pool_scores_size() != entries ||
      block.pool_gains_size() != entries || block.pool_partner_gains_size() != entries ||
      !reader.Fit()) {
    return DoesNotFit();
  }
  int at = 0;
  for (int i = 0; i < block.pool_sizes_size(); ++i) {
    const auto size = block.pool_sizes(i);
    if (size > static_cast<std::uint32_t>(entries - at)) return DoesNotFit();
    matching::Pool pool;
    pool.complete = block.complete(i);
    pool.entries.resize(size);
    for (matching::PoolEntry& entry : pool.entries) {
      entry = {block.pool_partners(at), block.pool_scores(at), block.pool_gains(at),
               block.pool_partner_gains(at)};
      if (entry.partner >= members) return DoesNotFit();
      ++at;
    }
    take(reader.At(i), std::move(pool));
  }
  return at == entries ? absl::OkStatus() : DoesNotFit();
}

absl::Status TakeLists(
    const stored::GenerationLists& block, std::size_t members, std::vector<std::string>& rules,
    absl::FunctionRef<void(MemberPosition, absl::Span<const StoredEntry>)> take) {
  const BlockMembersReader reader(block, block.list_sizes_size(), members);
  const int entries = block.partners_size();
  if (block.scores_size() != entries || block.gains_size() != entries ||
      block.partner_gains_size() != entries || block.flags_size() != entries ||
      block.rule_places_size() != entries ||
      (block.acceptances_size() != 0 && block.acceptances_size() != entries) || !reader.Fit()) {
    return DoesNotFit();
  }
  std::vector<std::uint32_t> numbers = {0};  // Of rules, by place in the block.
  for (const std::string& rule : block.rules()) {
    const auto found = std::find(rules.begin(), rules.end(), rule);
    numbers.push_back(static_cast<std::uint32_t>(found - rules.begin() + 1));
    if (found == rules.end()) rules.push_back(rule);
  }
  int at = 0;
  std::vector<StoredEntry> list;
  for (int i = 0; i < block.list_sizes_size(); ++i) {
    const auto size = block.list_sizes(i);
    if (size > static_cast<std::uint32_t>(entries - at)) return DoesNotFit();
    list.assign(size, StoredEntry());
    for (StoredEntry& entry : list) {
      entry.partner = block.partners(at);
      entry.score = block.scores(at);
      entry.gain = block.gains(at);
      entry.partner_gain = block.partner_gains(at);
      if (block.acceptances_size() != 0) entry.acceptance = block.acceptances(at);
      entry.pinned = (block.flags(at) & kPinned) != 0;
      if (entry.partner >= members || block.rule_places(at) >= numbers.size()) return DoesNotFit();
      entry.rule = numbers[block.rule_places(at)];
      ++at;
    }
    take(reader.At(i), list);
  }
  return at == entries ? absl::OkStatus() : DoesNotFit();
}

}  // namespace counterpoint::service
