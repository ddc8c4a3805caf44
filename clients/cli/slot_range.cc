#include "clients/cli/slot_range.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace counterpoint::cli {
namespace {

constexpr int kMinutesOfDay = 24 * 60;
constexpr size_t kDateBytes = 10;

// What a text means: minutes of one day, or of every day.
struct Range {
  std::string date;  // Empty for every day.
  int begin = 0;
  int end = kMinutesOfDay;
  bool is_slot = false;  // The slot that begins at `begin`.
};

bool IsDate(const std::string& text) {
  return text.size() == kDateBytes && text[4] == '-' && text[7] == '-';
}

std::optional<Range> RangeOf(const std::string& typed) {
  Range range;
  std::string times = typed;
  if (IsDate(typed.substr(0, kDateBytes))) {
    range.date = typed.substr(0, kDateBytes);
    if (typed.size() == kDateBytes) return range;
    if (typed[kDateBytes] != 'T') return std::nullopt;
    times = typed.substr(kDateBytes + 1);
  }
  const std::pair<std::string, std::string> ends = absl::StrSplit(times, absl::MaxSplits('-', 1));
  const auto begin = ParseTimeOfDay(ends.first);
  if (!begin) return std::nullopt;
  range.begin = *begin;
  if (ends.second.empty()) {
    range.is_slot = true;
    return range.date.empty() ? std::nullopt : std::make_optional(range);
  }
  const auto end = ParseTimeOfDay(ends.second);
  if (!end || *end <= *begin) return std::nullopt;
  range.end = *end;
  return range;
}

bool Means(const Range& range, const v1::SessionDay& day, const v1::SessionSlot& slot) {
  if (!range.date.empty() && range.date != day.date()) return false;
  const int start = ParseTimeOfDay(slot.start()).value_or(0);
  if (range.is_slot) return start == range.begin;
  return start < range.end && start + slot.minutes() > range.begin;
}

}  // namespace

std::optional<int> ParseTimeOfDay(const std::string& typed) {
  if (typed.size() != 5 || typed[2] != ':') return std::nullopt;
  for (const size_t at : {0, 1, 3, 4}) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(typed[at]))) return std::nullopt;
  }
  const int hour = 10 * (typed[0] - '0') + (typed[1] - '0');
  const int minute = 10 * (typed[3] - '0') + (typed[4] - '0');
  if (hour > 23 || minute > 59) return std::nullopt;
  return hour * 60 + minute;
}

absl::StatusOr<std::vector<std::string>> SlotsOf(const v1::Session& session,
                                                 const std::string& typed) {
  const auto range = RangeOf(typed);
  if (!range) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", typed,
                     "\" is no slot or range, as 2027-03-02T09:00, 2027-03-02T09:00-11:00, "
                     "09:00-11:00 or 2027-03-02"));
  }
  std::vector<std::string> slots;
  for (const v1::SessionDay& day : session.days()) {
    for (const v1::SessionSlot& slot : day.slots()) {
      if (Means(*range, day, slot)) slots.push_back(slot.slot());
    }
  }
  if (slots.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("\"", typed, "\" means no slot of the session"));
  }
  return slots;
}

absl::StatusOr<std::vector<std::string>> SlotsOf(const v1::Session& session,
                                                 const std::vector<std::string>& typed) {
  std::set<std::string> slots;
  for (const std::string& text : typed) {
    const auto meant = SlotsOf(session, text);
    if (!meant.ok()) return meant.status();
    slots.insert(meant->begin(), meant->end());
  }
  return std::vector<std::string>(slots.begin(), slots.end());
}

}  // namespace counterpoint::cli
