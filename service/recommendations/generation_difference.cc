#include "service/recommendations/generation_difference.h"

#include <algorithm>
#include <utility>

#include "service/recommendations/cause_finder.h"

namespace counterpoint::service {
namespace {

using Change = v1::RecommendationChange;

std::shared_ptr<const StoredLists> NoLists() {
  return std::make_shared<const StoredLists>(v1::Generation(), std::vector<std::string>(),
                                             ListColumns());
}

}  // namespace

GenerationDifference::GenerationDifference(std::shared_ptr<const StoredLists> base,
                                           std::shared_ptr<const StoredLists> generation,
                                           ChangeReasons reasons)
    : base_(base == nullptr ? NoLists() : std::move(base)),
      generation_(std::move(generation)),
      reasons_(std::move(reasons)) {
  const std::vector<std::string>& before = base_->members();
  const std::vector<std::string>& after = generation_->members();
  new_position_.assign(before.size(), kNone);
  Position b = 0;
  Position g = 0;
  while (b < before.size() || g < after.size()) {
    if (g == after.size() || (b < before.size() && before[b] < after[g])) {
      pairs_.push_back({b++, kNone});
    } else if (b == before.size() || after[g] < before[b]) {
      pairs_.push_back({kNone, g++});
    } else {
      new_position_[b] = g;
      pairs_.push_back({b++, g++});
    }
  }
}

ListDifference GenerationDifference::Of(absl::string_view member) const {
  const Pair pair{base_->Find(member).value_or(kNone), generation_->Find(member).value_or(kNone)};
  if (pair.base == kNone && pair.generation == kNone) return {};
  return Differ(pair);
}

std::vector<ListDifference> GenerationDifference::After(absl::string_view after,
                                                        std::size_t most) const {
  std::vector<ListDifference> differences;
  auto pair = pairs_.begin();
  if (!after.empty()) {
    pair = std::partition_point(pairs_.begin(), pairs_.end(),
                                [&](const Pair& p) { return IdOf(p) <= after; });
  }
  for (; pair != pairs_.end() && differences.size() < most; ++pair) {
    if (!AreEqual(*pair)) differences.push_back(Differ(*pair));
  }
  return differences;
}

DifferenceTotals GenerationDifference::Totals() const {
  DifferenceTotals totals;
  for (const Pair& pair : pairs_) {
    if (AreEqual(pair)) continue;
    ++totals.lists;
    for (const EntryChange& change : Changes(BaseList(pair), NewList(pair))) {
      totals.entered += change.kind == Change::ENTERED ? 1 : 0;
      totals.left += change.kind == Change::LEFT ? 1 : 0;
      totals.moved += change.kind == Change::MOVED ? 1 : 0;
    }
  }
  return totals;
}

GenerationDifference::Entries GenerationDifference::BaseList(const Pair& pair) const {
  return pair.base == kNone ? Entries() : base_->Of(pair.base);
}

GenerationDifference::Entries GenerationDifference::NewList(const Pair& pair) const {
  return pair.generation == kNone ? Entries() : generation_->Of(pair.generation);
}

bool GenerationDifference::AreEqual(const Pair& pair) const {
  const Entries before = BaseList(pair);
  const Entries after = NewList(pair);
  return std::equal(before.begin(), before.end(), after.begin(), after.end(),
                    [&](const StoredEntry& b, const StoredEntry& a) {
                      return new_position_[b.partner] == a.partner;
                    });
}

absl::string_view GenerationDifference::IdOf(const Pair& pair) const {
  return pair.base != kNone ? base_->members()[pair.base] : generation_->members()[pair.generation];
}

ListDifference GenerationDifference::Differ(const Pair& pair) const {
  const Entries before = BaseList(pair);
  const Entries after = NewList(pair);
  ListDifference difference{IdOf(pair), Changes(before, after)};
  const CauseFinder causes(*base_, *generation_, reasons_, difference.member, difference.changes);
  for (EntryChange& change : difference.changes) causes.Find(change);
  return difference;
}

std::vector<EntryChange> GenerationDifference::Changes(Entries before, Entries after) const {
  // By new position, where the partner stood before.
  std::vector<std::pair<Position, std::size_t>> old_places;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const Position position = new_position_[before[i].partner];
    if (position != kNone) old_places.emplace_back(position, i);
  }
  std::sort(old_places.begin(), old_places.end());
  std::vector<bool> stays(before.size(), false);
  std::vector<EntryChange> changes;
  for (std::size_t i = 0; i < after.size(); ++i) {
    EntryChange change;
    change.partner = generation_->members()[after[i].partner];
    change.new_place = static_cast<int>(i) + 1;
    change.new_score = after[i].score;
    const auto old = std::lower_bound(old_places.begin(), old_places.end(),
                                      std::pair(after[i].partner, std::size_t{0}));
    if (old == old_places.end() || old->first != after[i].partner) {
      change.kind = Change::ENTERED;
    } else {
      stays[old->second] = true;
      if (old->second == i) continue;
      change.kind = Change::MOVED;
      change.old_place = static_cast<int>(old->second) + 1;
      change.old_score = before[old->second].score;
    }
    changes.push_back(change);
  }
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (stays[i]) continue;
    EntryChange change;
    change.kind = Change::LEFT;
    change.partner = base_->members()[before[i].partner];
    change.old_place = static_cast<int>(i) + 1;
    change.old_score = before[i].score;
    changes.push_back(change);
  }
  return changes;
}

}  // namespace counterpoint::service
