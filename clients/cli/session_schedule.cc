#include "clients/cli/session_schedule.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "clients/cli/diagnostics.h"
#include "clients/cli/slot_range.h"

namespace counterpoint::cli {
namespace {

// Minutes of the day.
struct Pause {
  int begin;
  int end;
};

absl::StatusOr<int> MinuteOf(const std::string& flag, const std::string& typed) {
  const auto minute = ParseTimeOfDay(typed);
  if (minute) return *minute;
  return UsageError(absl::StrCat(flag, ": \"", typed, "\" is no time of the day, as 09:00"));
}

absl::StatusOr<std::vector<Pause>> PausesOf(const std::vector<std::string>& typed) {
  std::vector<Pause> pauses;
  for (const std::string& text : typed) {
    const std::pair<std::string, std::string> ends = absl::StrSplit(text, absl::MaxSplits('-', 1));
    const auto begin = MinuteOf("--pause", ends.first);
    if (!begin.ok()) return begin.status();
    const auto end = MinuteOf("--pause", ends.second);
    if (!end.ok()) return end.status();
    if (*end <= *begin) {
      return UsageError(absl::StrCat("--pause: \"", text, "\" ends before it begins"));
    }
    pauses.push_back({*begin, *end});
  }
  std::sort(pauses.begin(), pauses.end(),
            [](const Pause& a, const Pause& b) { return a.begin < b.begin; });
  return pauses;
}

}  // namespace

absl::Status FillDays(const std::vector<std::string>& dates, const DaySchedule& schedule,
                      v1::Session* session) {
  const auto from = MinuteOf("--from", schedule.from);
  if (!from.ok()) return from.status();
  const auto until = MinuteOf("--until", schedule.until);
  if (!until.ok()) return until.status();
  const auto pauses = PausesOf(schedule.pauses);
  if (!pauses.ok()) return pauses.status();
  if (schedule.length < 1) return UsageError("--length: must be at least 1 minute");
  if (schedule.move < 0) return UsageError("--move: must not be negative");

  std::vector<int> starts;
  for (int start = *from; start + schedule.length <= *until;) {
    const auto hit = std::find_if(pauses->begin(), pauses->end(), [&](const Pause& pause) {
      return start < pause.end && start + schedule.length > pause.begin;
    });
    if (hit != pauses->end()) {
      start = hit->end;
      continue;
    }
    starts.push_back(start);
    start += schedule.length + schedule.move;
  }
  if (starts.empty()) {
    return UsageError(absl::StrCat("between --from ", schedule.from, " and --until ",
                                   schedule.until, " there is no room for a slot of ",
                                   schedule.length, " minutes"));
  }
  session->clear_days();
  for (const std::string& date : dates) {
    v1::SessionDay& day = *session->add_days();
    day.set_date(date);
    for (const int start : starts) {
      v1::SessionSlot& slot = *day.add_slots();
      slot.set_start(absl::StrFormat("%02d:%02d", start / 60, start % 60));
      slot.set_minutes(schedule.length);
    }
  }
  return absl::OkStatus();
}

absl::Status FillTables(int count, const std::vector<std::string>& features, v1::Session* session) {
  session->clear_tables();
  for (int i = 1; i <= count; ++i) session->add_tables()->set_id(absl::StrCat("t", i));
  for (const std::string& text : features) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
    const auto table = std::find_if(
        session->mutable_tables()->begin(), session->mutable_tables()->end(),
        [&](const v1::SessionTable& candidate) { return candidate.id() == parts.first; });
    if (table == session->mutable_tables()->end() || parts.second.empty()) {
      return UsageError(absl::StrCat("--table-features: \"", text,
                                     "\" has to be TABLE=FEATURE,..., and the tables are t1 to t",
                                     count));
    }
    for (const absl::string_view feature : absl::StrSplit(parts.second, ',', absl::SkipEmpty())) {
      table->add_features(std::string(feature));
    }
  }
  return absl::OkStatus();
}

}  // namespace counterpoint::cli
