#include "service/recommendations/cause_finder.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "service/conversion/timestamp.h"

namespace counterpoint::service {
namespace {

using Change = v1::RecommendationChange;

absl::Span<const StoredEntry> ListOf(const StoredLists& lists, absl::string_view member) {
  const auto position = lists.Find(member);
  return position ? lists.Of(*position) : absl::Span<const StoredEntry>();
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

// Whether evening out has made the lists others than those of the best candidates.
bool AreEvenedOut(const StoredLists& lists) {
  const v1::ExposureReport& report = lists.generation().exposure();
  return !google::protobuf::util::MessageDifferencer::Equals(report.before(), report.after());
}

}  // namespace

CauseFinder::CauseFinder(const StoredLists& base, const StoredLists& generation,
                         const ChangeReasons& reasons, absl::string_view member,
                         absl::Span<const EntryChange> changes)
    : base_(base),
      generation_(generation),
      reasons_(reasons),
      member_(member),
      before_(ListOf(base, member)),
      after_(ListOf(generation, member)),
      evened_out_(AreEvenedOut(base) || AreEvenedOut(generation)),
      time_has_passed_(conversion::ToTime(base.generation().as_of_time()) !=
                       conversion::ToTime(generation.generation().as_of_time())) {
  if (reasons.rolled_back || !(evened_out_ || time_has_passed_)) return;
  for (const EntryChange& change : changes) standings_.push_back(StandingOf(change));
  for (std::size_t i = 0; i < std::min(before_.size(), after_.size()); ++i) {
    const std::string& partner = generation.members()[after_[i].partner];
    if (base.members()[before_[i].partner] != partner) continue;
    const int place = static_cast<int>(i) + 1;
    standings_.push_back(
        StandingOf({Change::MOVED, partner, place, place, before_[i].score, after_[i].score}));
  }
}

void CauseFinder::Find(EntryChange& change) const {
  if (reasons_.rolled_back) {
    change.cause = v1::ROLLED_BACK;
  } else if (const auto of_partner = OfMember(change.partner)) {
    change.cause = *of_partner;
  } else if (const auto of_member = OfMember(member_)) {
    change.cause = *of_member;
    change.is_own = true;
  } else if (const auto of_pair = OfPair(change)) {
    change.cause = *of_pair;
  } else if (PolicyHasChanged()) {
    change.cause = v1::POLICY_CHANGED;
  } else if (IsEvenedOut(change)) {
    change.cause = v1::EXPOSURE_CHANGED;
  } else {
    change.cause = time_has_passed_ && IsByItsScore(change) ? v1::TIME_PASSED : v1::DISPLACED;
  }
}

// What has become of a member itself.
std::optional<v1::RecommendationChangeCause> CauseFinder::OfMember(absl::string_view id) const {
  const auto told = reasons_.members.find(id);
  const bool is_told = told != reasons_.members.end();
  if (!generation_.Find(id)) {
    return is_told && told->second == v1::MEMBER_EXPIRED ? v1::MEMBER_EXPIRED : v1::MEMBER_REMOVED;
  }
  if (!base_.Find(id)) return v1::MEMBER_ADDED;
  if (is_told) return v1::PROFILE_CHANGED;  // Gone and come again, as the case may be.
  return std::nullopt;
}

std::optional<v1::RecommendationChangeCause> CauseFinder::OfPair(const EntryChange& change) const {
  if (!reasons_.pairs.empty() && reasons_.pairs.contains(PairKey(member_, change.partner))) {
    return v1::FEEDBACK;
  }
  if (RuleHasChanged(change)) return v1::STAFF_RULE_CHANGED;
  return std::nullopt;
}

bool CauseFinder::RuleHasChanged(const EntryChange& change) const {
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

bool CauseFinder::PolicyHasChanged() const {
  return base_.generation().policy_version() != generation_.generation().policy_version() ||
         (reasons_.model_changed && reasons_.members.empty());
}

// Scores are compared with those of entries that have come before it, or were lower, or
// have made room: with time all scores fall, those of entries that stay ahead too.
bool CauseFinder::IsEvenedOut(const EntryChange& change) const {
  if (change.kind == Change::MOVED || !evened_out_) return false;
  return std::any_of(standings_.begin(), standings_.end(), [&](const Standing& other) {
    if (change.kind == Change::LEFT) {
      const bool was_behind = other.old_place == 0 || other.old_place > change.old_place;
      return other.new_place != 0 && was_behind && other.new_score < change.old_score;
    }
    return other.new_place == 0 && !other.is_disturbed && other.old_score > change.new_score;
  });
}

bool CauseFinder::IsByItsScore(const EntryChange& change) const {
  if (change.kind == Change::LEFT && HasRoom(after_, generation_)) return true;
  if (change.kind == Change::ENTERED && HasRoom(before_, base_)) return true;
  return HasMovedByItself(StandingOf(change), standings_);
}

Standing CauseFinder::StandingOf(const EntryChange& change) const {
  Standing standing;
  standing.old_place = change.old_place;
  standing.new_place = change.new_place;
  if (change.old_place != 0) standing.old_score = change.old_score;
  if (change.new_place != 0) standing.new_score = change.new_score;
  standing.is_disturbed = OfMember(change.partner).has_value() || OfPair(change).has_value();
  return standing;
}

}  // namespace counterpoint::service
