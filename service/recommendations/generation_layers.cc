#include "service/recommendations/generation_layers.h"

#include <algorithm>

#include "service/tokens/fingerprint.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kMostAtOnce = 2;    // A part of the members, one in so many.
constexpr std::size_t kMostTogether = 4;  // Times the members.

std::vector<stored::GenerationLayer> NewestFirst(int number, const stored::GenerationRecord& record,
                                                 const Layers& layers) {
  std::vector<stored::GenerationLayer> newest_first(layers.rbegin(), layers.rend());
  if (newest_first.empty()) {
    stored::GenerationLayer& own = newest_first.emplace_back();
    own.set_generation(number);
    own.set_members_of(MembersOf(number, record));
    own.set_count(static_cast<std::int32_t>(record.generation().member_count()));
  }
  return newest_first;
}

}  // namespace

int MembersOf(int number, const stored::GenerationRecord& record) {
  return record.members_of() == 0 ? number : record.members_of();
}

std::vector<stored::GenerationLayer> PoolLayers(int number,
                                                const stored::GenerationRecord& record) {
  return NewestFirst(number, record, record.pool_layers());
}

std::vector<stored::GenerationLayer> ListLayers(int number,
                                                const stored::GenerationRecord& record) {
  return NewestFirst(number, record, record.list_layers());
}

bool IsItsTurn(absl::string_view member, int turn) {
  // The last letters of an id reach few bits of the fingerprint. Times an odd number
  // (splitmix64), they reach the highest ones.
  constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15;
  const std::uint64_t number = Fingerprint(member);
  const std::uint64_t spread = (number ^ (number >> 32)) * kSpread;
  return (spread >> 40) % kMostLayers == static_cast<std::uint64_t>(turn) % kMostLayers;
}

bool AddLayer(const std::vector<stored::GenerationLayer>& base, const stored::GenerationLayer& own,
              std::size_t members, Layers& layers) {
  if (kMostAtOnce * static_cast<std::size_t>(own.count()) > members) return false;
  const auto kept = static_cast<std::ptrdiff_t>(
      std::min<std::size_t>(base.size(), static_cast<std::size_t>(kMostLayers) - 1));
  auto together = static_cast<std::size_t>(own.count());
  for (std::ptrdiff_t i = 0; i < kept; ++i) {
    together += static_cast<std::size_t>(base[static_cast<std::size_t>(i)].count());
  }
  if (together > kMostTogether * members) return false;
  layers.Clear();
  for (std::ptrdiff_t i = kept; i > 0; --i) *layers.Add() = base[static_cast<std::size_t>(i - 1)];
  *layers.Add() = own;
  return true;
}

}  // namespace counterpoint::service
