#include "service/recommendations/generation_causes.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/recommendations/position_moves.h"

namespace counterpoint::service {
namespace {

using storage::ChangeKind;
using storage::Collection;
using storage::ReadView;

constexpr std::size_t kLogPage = 10'000;

// What has become of a member since.
struct History {
  bool was_there = false;
  ChangeKind last = ChangeKind::kUpdated;
};

// By id. OUT_OF_RANGE where the log does not reach back.
absl::StatusOr<std::map<std::string, History>> MemberHistories(const ReadView& view,
                                                               const std::string& alliance,
                                                               std::int64_t from, std::int64_t to) {
  std::map<std::string, History> histories;
  while (from < to) {
    const auto changes = view.ChangesAfter(alliance, from, kLogPage);
    if (!changes.ok()) return changes.status();
    if (changes->empty()) break;
    for (const storage::Change& change : *changes) {
      if (change.collection != Collection::kMember || change.revision > to) continue;
      const auto [found, is_first] = histories.try_emplace(change.id);
      if (is_first) found->second.was_there = change.kind != ChangeKind::kCreated;
      found->second.last = change.kind;
    }
    from = changes->back().revision;
  }
  return histories;
}

v1::RecommendationChangeCause CauseOf(const History& history) {
  const bool is_there =
      history.last == ChangeKind::kCreated || history.last == ChangeKind::kUpdated;
  if (is_there) return history.was_there ? v1::PROFILE_CHANGED : v1::MEMBER_ADDED;
  if (!history.was_there) return v1::RECOMMENDATION_CHANGE_CAUSE_UNSPECIFIED;
  return history.last == ChangeKind::kExpired ? v1::MEMBER_EXPIRED : v1::MEMBER_REMOVED;
}

}  // namespace

absl::StatusOr<stored::GenerationCauses> FindCauses(const ReadView& view,
                                                    const std::string& alliance,
                                                    const RefreshInputs& inputs) {
  stored::GenerationCauses causes;
  const auto current = CurrentGeneration(view, alliance);
  if (!current.ok()) return current.status();
  if (*current == 0) return causes;
  const conversion::GenerationName name{alliance, *current};
  const auto kept = ReadGeneration(view, name);
  if (!kept.ok()) return kept.status();
  causes.set_since_generation(*current);

  const auto histories =
      MemberHistories(view, alliance, kept->stored.generation().revision(), inputs.revision);
  if (absl::IsOutOfRange(histories.status())) {
    causes.set_trimmed(true);
  } else if (!histories.ok()) {
    return histories.status();
  } else {
    for (const auto& [member, history] : *histories) {
      const auto cause = CauseOf(history);
      if (cause == v1::RECOMMENDATION_CHANGE_CAUSE_UNSPECIFIED) continue;
      auto& added = *causes.add_members();
      added.set_member(member);
      added.set_cause(cause);
    }
  }

  const auto members = ReadGenerationMembers(view, *kept);
  if (!members.ok()) return members.status();
  const auto excluded = ReadExclusions(view, name);
  if (!excluded.ok()) return excluded.status();
  const PositionPairs before = Moved(*excluded, PresentPositions(*members, inputs.members));
  PositionPairs pairs = Difference(before, inputs.excluded);
  const PositionPairs begun = Difference(inputs.excluded, before);
  pairs.insert(pairs.end(), begun.begin(), begun.end());
  std::sort(pairs.begin(), pairs.end());
  for (const auto& [first, second] : pairs) {
    causes.add_pairs(absl::StrCat(inputs.members[first], "/", inputs.members[second]));
  }
  return causes;
}

}  // namespace counterpoint::service
