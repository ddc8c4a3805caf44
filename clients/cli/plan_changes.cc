#include "clients/cli/plan_changes.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/resource_names.h"

namespace counterpoint::cli {
namespace {

struct Halves {
  std::string before;
  std::optional<std::string> after;  // Nothing where there is no mark.
};

Halves SplitAt(const std::string& typed, char mark) {
  const size_t at = typed.find(mark);
  if (at == std::string::npos) return {typed, std::nullopt};
  return {typed.substr(0, at), typed.substr(at + 1)};
}

absl::Status BadForm(const std::string& typed, const char* form) {
  return UsageError(absl::StrCat("\"", typed, "\" is not of the form ", form));
}

// Whether it is an id, "members/{id}" or a full name, as far as slashes tell.
bool MayBeMember(const std::string& typed) {
  const size_t slashes = static_cast<size_t>(std::count(typed.begin(), typed.end(), '/'));
  if (typed.starts_with("alliances/")) return slashes == 3;
  return slashes == (typed.starts_with("members/") ? 1 : 0);
}

// A number from 1 on.
std::optional<int> ParseCount(const std::string& typed) {
  int count = 0;
  if (!absl::SimpleAtoi(typed, &count) || count < 1) return std::nullopt;
  return count;
}

}  // namespace

std::string MemberOf(const PlanSetting& setting, const std::string& typed) {
  const std::string& session = setting.session.name();
  return MemberName(session.substr(0, session.find("/sessions/")), typed);
}

absl::StatusOr<v1::MeetingPair> ParsePair(const PlanSetting& setting, const std::string& typed) {
  const Halves two = SplitAt(typed, ',');
  if (two.before.empty() || !two.after || two.after->empty() || !MayBeMember(two.before) ||
      !MayBeMember(*two.after)) {
    return BadForm(typed, "MEMBER,PARTNER");
  }
  v1::MeetingPair pair;
  pair.set_participant(MemberOf(setting, two.before));
  pair.set_partner(MemberOf(setting, *two.after));
  return pair;
}

absl::StatusOr<v1::PlanEdit> ParsePlace(const PlanSetting& setting, const std::string& typed) {
  const Halves what_where = SplitAt(typed, '=');
  if (!what_where.after) return BadForm(typed, "MEMBER,PARTNER=SLOT[@TABLE]");
  auto pair = ParsePair(setting, what_where.before);
  if (!pair.ok()) return pair.status();
  const Halves place = SplitAt(*what_where.after, '@');
  auto slot = setting.FindSlot(place.before);
  if (!slot.ok()) return slot.status();
  v1::PlanEdit edit;
  *edit.mutable_place()->mutable_pair() = *std::move(pair);
  edit.mutable_place()->set_slot(*std::move(slot));
  edit.mutable_place()->set_table(place.after.value_or(""));
  return edit;
}

absl::StatusOr<v1::PlanEdit> ParseExchange(const PlanSetting& setting, const std::string& typed) {
  // Full names have slashes too, so it is the one that splits it into two pairs.
  for (size_t at = typed.find('/'); at != std::string::npos; at = typed.find('/', at + 1)) {
    auto pair = ParsePair(setting, typed.substr(0, at));
    auto other = ParsePair(setting, typed.substr(at + 1));
    if (!pair.ok() || !other.ok()) continue;
    v1::PlanEdit edit;
    *edit.mutable_exchange()->mutable_pair() = *std::move(pair);
    *edit.mutable_exchange()->mutable_other() = *std::move(other);
    return edit;
  }
  return BadForm(typed, "MEMBER,PARTNER/MEMBER,PARTNER");
}

absl::StatusOr<v1::PlanEdit> ParseRemoval(const PlanSetting& setting, const std::string& typed) {
  auto pair = ParsePair(setting, typed);
  if (!pair.ok()) return pair.status();
  v1::PlanEdit edit;
  *edit.mutable_remove() = *std::move(pair);
  return edit;
}

absl::StatusOr<v1::RepairPlanRequest::LateArrival> ParseLateArrival(const PlanSetting& setting,
                                                                    const std::string& typed) {
  const Halves who_when = SplitAt(typed, '=');
  if (who_when.before.empty() || !who_when.after) return BadForm(typed, "MEMBER=SLOT");
  auto slot = setting.FindSlot(*who_when.after);
  if (!slot.ok()) return slot.status();
  v1::RepairPlanRequest::LateArrival late;
  late.set_participant(MemberOf(setting, who_when.before));
  late.set_from_slot(*std::move(slot));
  return late;
}

absl::StatusOr<v1::RepairPlanRequest::LongerMeeting> ParseLongerMeeting(const PlanSetting& setting,
                                                                        const std::string& typed) {
  const Halves what_how = SplitAt(typed, '=');
  const auto slots = ParseCount(what_how.after.value_or("1"));
  if (!slots) return BadForm(typed, "MEMBER,PARTNER[=SLOTS]");
  auto pair = ParsePair(setting, what_how.before);
  if (!pair.ok()) return pair.status();
  v1::RepairPlanRequest::LongerMeeting longer;
  *longer.mutable_pair() = *std::move(pair);
  longer.set_more_slots(*slots);
  return longer;
}

absl::StatusOr<v1::SessionChange> ParseMoreTime(const PlanSetting& setting,
                                                const std::string& typed) {
  const Halves who_when = SplitAt(typed, '=');
  if (who_when.before.empty() || !who_when.after) return BadForm(typed, "MEMBER=SLOT,SLOT");
  v1::SessionChange change;
  change.mutable_more_time()->set_participant(MemberOf(setting, who_when.before));
  for (const absl::string_view slot : absl::StrSplit(*who_when.after, ',')) {
    auto found = setting.FindSlot(std::string(slot));
    if (!found.ok()) return found.status();
    change.mutable_more_time()->add_slots(*std::move(found));
  }
  return change;
}

absl::StatusOr<v1::SessionChange> ParseMoreMeetings(const PlanSetting& setting,
                                                    const std::string& typed) {
  const Halves who_how = SplitAt(typed, '=');
  const auto amount = ParseCount(who_how.after.value_or(""));
  if (who_how.before.empty() || !amount) return BadForm(typed, "MEMBER=NUMBER");
  v1::SessionChange change;
  change.mutable_more_meetings()->set_participant(MemberOf(setting, who_how.before));
  change.mutable_more_meetings()->set_amount(*amount);
  return change;
}

}  // namespace counterpoint::cli
