#include "service/recommendations/generation_difference.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::service {
namespace {

using Change = v1::RecommendationChange;

std::shared_ptr<const StoredLists> NoLists() {
  return std::make_shared<const StoredLists>(v1::Generation(), std::vector<std::string>(),
                                             ListColumns());
}

absl::string_view RuleOf(const StoredLists& lists, const StoredEntry& entry) {
  return entry.rule == 0 ? absl::string_view() : absl::string_view(lists.rule(entry.rule));
}

std::string PairKey(absl::string_view a, absl::string_view b) {
  return a < b ? absl::StrCat(a, "/", b) : absl::StrCat(b, "/", a);
}

bool HasRoom(absl::Span<const StoredEntry> list, const StoredLists& lists) {
  return static_cast<std::int64_t>(list.size()) < lists.generation().list_size();
}

double LowestScore(absl::Span<const StoredEntry> list) {
  double lowest = 1;
  for (const StoredEntry& entry : list) lowest = std::min(lowest, entry.score);
  return lowest;
}

}  // namespace

// Of the changes of one list.
class GenerationDifference::CauseFinder {
 public:
  CauseFinder(const GenerationDifference& difference, absl::string_view member, Entries before,
              Entries after, const std::vector<EntryChange>& changes)
      : base_(*difference.base_),
        generation_(*difference.generation_),
        reasons_(difference.reasons_),
        member_(member),
        before_(before),
        after_(after),
        lowest_before_(LowestScore(before)),
        lowest_after_(LowestScore(after)) {
    for (const EntryChange& change : changes) {
      if (change.kind == Change::LEFT) best_left_ = std::max(best_left_, change.old_score);
    }
  }

  void Find(EntryChange& change) const {
    if (reasons_.rolled_back) {
      change.cause = v1::ROLLED_BACK;
    } else if (const auto of_partner = OfMember(change.partner)) {
      change.cause = *of_partner;
    } else if (const auto of_member = OfMember(member_)) {
      change.cause = *of_member;
      change.is_own = true;
    } else {
      change.cause = OfPair(change);
    }
  }

 private:
  // What has become of a member itself.
  std::optional<v1::RecommendationChangeCause> OfMember(absl::string_view id) const {
    const auto told = reasons_.members.find(id);
    const bool is_told = told != reasons_.members.end();
    if (!generation_.Find(id)) {
      return is_told && told->second == v1::MEMBER_EXPIRED ? v1::MEMBER_EXPIRED
                                                           : v1::MEMBER_REMOVED;
    }
    if (!base_.Find(id)) return v1::MEMBER_ADDED;
    if (is_told) return v1::PROFILE_CHANGED;  // Gone and come again, as the case may be.
    return std::nullopt;
  }

  v1::RecommendationChangeCause OfPair(const EntryChange& change) const {
    if (reasons_.pairs.contains(PairKey(member_, change.partner))) return v1::FEEDBACK;
    if (RuleHasChanged(change)) return v1::STAFF_RULE_CHANGED;
    if (PolicyHasChanged()) return v1::POLICY_CHANGED;
    if (IsEvenedOut(change)) return v1::EXPOSURE_CHANGED;
    return TimeHasPassed() && HasAnotherScore(change) ? v1::TIME_PASSED : v1::DISPLACED;
  }

  bool RuleHasChanged(const EntryChange& change) const {
    const StoredEntry none;
    const StoredEntry& before =
        change.old_place == 0 ? none : before_[static_cast<std::size_t>(change.old_place) - 1];
    const StoredEntry& after =
        change.new_place == 0 ? none : after_[static_cast<std::size_t>(change.new_place) - 1];
    // That of one that is not listed is not known, unless it is a veto.
    if (change.kind == Change::MOVED) {
      return before.pinned != after.pinned || RuleOf(base_, before) != RuleOf(generation_, after);
    }
    if (!reasons_.rules_changed) return false;
    return before.rule != 0 || after.rule != 0 ||
           (change.kind == Change::LEFT && reasons_.is_vetoed &&
            reasons_.is_vetoed(member_, change.partner));
  }

  bool PolicyHasChanged() const {
    return base_.generation().policy_version() != generation_.generation().policy_version() ||
           (reasons_.model_changed && reasons_.members.empty());
  }

  bool IsEvenedOut(const EntryChange& change) const {
    if (!base_.generation().has_exposure() && !generation_.generation().has_exposure()) {
      return false;
    }
    return (change.kind == Change::LEFT && change.old_score > lowest_after_) ||
           (change.kind == Change::ENTERED && change.new_score < best_left_);
  }

  bool TimeHasPassed() const {
    return conversion::ToTime(base_.generation().as_of_time()) !=
           conversion::ToTime(generation_.generation().as_of_time());
  }

  bool HasAnotherScore(const EntryChange& change) const {
    switch (change.kind) {
      case Change::LEFT:
        return HasRoom(after_, generation_) || lowest_after_ < change.old_score;
      case Change::ENTERED:
        return HasRoom(before_, base_) || lowest_before_ < change.new_score;
      default:
        return change.old_score != change.new_score;
    }
  }

  const StoredLists& base_;
  const StoredLists& generation_;
  const ChangeReasons& reasons_;
  const absl::string_view member_;
  const Entries before_;
  const Entries after_;
  const double lowest_before_;
  const double lowest_after_;
  double best_left_ = 0;
};

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
  const CauseFinder causes(*this, difference.member, before, after, difference.changes);
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
