#include "service/recommendations/generation_codec.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "storage/digest.h"

namespace counterpoint::service {
namespace {

// Of a block of pools: 27 bytes each.
constexpr std::size_t kBlockEntries = 40'000;
constexpr std::size_t kLeastMembers = 50;
constexpr std::size_t kMostMembers = 1000;
constexpr std::uint32_t kPinned = 1;

absl::Status DoesNotFit() {
  return absl::DataLossError("a block of stored recommendations does not fit the others");
}

// Little-endian on every machine.
void AddNumber(std::uint64_t number, std::string& bytes) {
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<char>(number >> (8 * i)));
}
void AddDouble(double number, std::string& bytes) {
  // NaNs differ in bits that mean nothing, and so do zeros.
  if (std::isnan(number)) return AddNumber(~std::uint64_t{0}, bytes);
  if (number == 0) number = 0;
  std::uint64_t bits = 0;
  std::memcpy(&bits, &number, sizeof bits);
  AddNumber(bits, bytes);
}
void AddText(absl::string_view text, std::string& bytes) {
  AddNumber(text.size(), bytes);
  bytes.append(text.data(), text.size());
}

}  // namespace

int BlockMembers(std::size_t pool_size) {
  return static_cast<int>(
      std::clamp(kBlockEntries / std::max<std::size_t>(1, pool_size), kLeastMembers, kMostMembers));
}

stored::GenerationBlock PoolBlockOf(std::uint32_t first, absl::Span<const matching::Pool> pools) {
  stored::GenerationBlock block;
  block.set_first(first);
  for (const matching::Pool& pool : pools) {
    block.add_pool_sizes(static_cast<std::uint32_t>(pool.entries.size()));
    block.add_complete(pool.complete);
    for (const matching::PoolEntry& entry : pool.entries) {
      block.add_pool_partners(entry.partner);
      block.add_pool_scores(entry.score);
      block.add_pool_gains(entry.gain);
      block.add_pool_partner_gains(entry.partner_gain);
    }
  }
  return block;
}

absl::Status TakePools(const stored::GenerationBlock& block, std::vector<matching::Pool>& pools) {
  const auto members = static_cast<std::size_t>(block.pool_sizes_size());
  const int entries = block.pool_partners_size();
  if (block.complete_size() != block.pool_sizes_size() || block.pool_scores_size() != entries ||
      block.pool_gains_size() != entries || block.pool_partner_gains_size() != entries ||
      block.first() + members > pools.size()) {
    return DoesNotFit();
  }
  int at = 0;
  for (std::size_t i = 0; i < members; ++i) {
    const auto size = block.pool_sizes(static_cast<int>(i));
    if (size > static_cast<std::uint32_t>(entries - at)) return DoesNotFit();
    matching::Pool& pool = pools[block.first() + i];
    pool.complete = block.complete(static_cast<int>(i));
    pool.entries.resize(size);
    for (matching::PoolEntry& entry : pool.entries) {
      entry = {block.pool_partners(at), block.pool_scores(at), block.pool_gains(at),
               block.pool_partner_gains(at)};
      if (entry.partner >= pools.size()) return DoesNotFit();
      ++at;
    }
  }
  return at == entries ? absl::OkStatus() : DoesNotFit();
}

stored::GenerationLists ListBlockOf(const StoredLists& lists, std::uint32_t first,
                                    std::uint32_t count) {
  stored::GenerationLists block;
  block.set_first(first);
  bool any_acceptance = false;
  absl::flat_hash_map<std::uint32_t, std::uint32_t> places;  // In the rules of the block.
  for (std::uint32_t member = first; member < first + count; ++member) {
    const auto list = lists.Of(member);
    block.add_list_sizes(static_cast<std::uint32_t>(list.size()));
    for (const StoredEntry& entry : list) {
      block.add_partners(entry.partner);
      block.add_scores(entry.score);
      block.add_gains(entry.gain);
      block.add_partner_gains(entry.partner_gain);
      block.add_acceptances(entry.acceptance);
      any_acceptance = any_acceptance || !std::isnan(entry.acceptance);
      block.add_flags(entry.pinned ? kPinned : 0);
      std::uint32_t place = 0;
      if (entry.rule != 0) {
        place = places.try_emplace(entry.rule, block.rules_size() + 1).first->second;
        if (static_cast<int>(place) > block.rules_size()) block.add_rules(lists.rule(entry.rule));
      }
      block.add_rule_places(place);
    }
  }
  if (!any_acceptance) block.clear_acceptances();
  return block;
}

absl::Status TakeLists(const stored::GenerationLists& block, std::size_t members,
                       ListColumns& columns) {
  const int entries = block.partners_size();
  if (block.first() + 1 != columns.first.size() || block.scores_size() != entries ||
      block.gains_size() != entries || block.partner_gains_size() != entries ||
      block.flags_size() != entries || block.rule_places_size() != entries ||
      (block.acceptances_size() != 0 && block.acceptances_size() != entries)) {
    return DoesNotFit();
  }
  std::vector<std::uint32_t> rules = {0};  // By place in the block.
  for (const std::string& rule : block.rules()) {
    const auto found = std::find(columns.rules.begin(), columns.rules.end(), rule);
    if (found == columns.rules.end()) {
      columns.rules.push_back(rule);
      rules.push_back(static_cast<std::uint32_t>(columns.rules.size()));
    } else {
      rules.push_back(static_cast<std::uint32_t>(found - columns.rules.begin() + 1));
    }
  }
  std::size_t sizes = 0;
  for (const std::uint32_t size : block.list_sizes()) {
    sizes += size;
    columns.first.push_back(columns.first.back() + size);
  }
  if (sizes != static_cast<std::size_t>(entries) || columns.first.size() > members + 1) {
    return DoesNotFit();
  }
  for (int i = 0; i < entries; ++i) {
    StoredEntry& entry = columns.entries.emplace_back();
    entry.partner = block.partners(i);
    entry.score = block.scores(i);
    entry.gain = block.gains(i);
    entry.partner_gain = block.partner_gains(i);
    if (block.acceptances_size() != 0) entry.acceptance = block.acceptances(i);
    entry.pinned = (block.flags(i) & kPinned) != 0;
    if (entry.partner >= members || block.rule_places(i) >= rules.size()) return DoesNotFit();
    entry.rule = rules[block.rule_places(i)];
  }
  return absl::OkStatus();
}

std::string DigestOf(const StoredLists& lists) {
  storage::Digest digest;
  std::string bytes;
  for (std::uint32_t member = 0; member < lists.members().size(); ++member) {
    bytes.clear();
    const auto list = lists.Of(member);
    AddText(lists.members()[member], bytes);
    AddNumber(list.size(), bytes);
    for (const StoredEntry& entry : list) {
      AddText(lists.members()[entry.partner], bytes);
      AddDouble(entry.score, bytes);
      AddDouble(entry.gain, bytes);
      AddDouble(entry.partner_gain, bytes);
      AddDouble(entry.acceptance, bytes);
      AddText(entry.rule == 0 ? absl::string_view() : lists.rule(entry.rule), bytes);
      bytes.push_back(entry.pinned ? 1 : 0);
    }
    digest.Add(bytes);
  }
  return absl::BytesToHexString(digest.Finish());
}

}  // namespace counterpoint::service
