#include "service/validation/session_time_check.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "service/conversion/session_time.h"
#include "service/validation/list_check.h"
#include "service/validation/number_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kMostDays = 31;
constexpr int kMostSlots = 256;
constexpr int kLongestSlot = 720;

// Goes through the slots in order.
class SlotOrder {
 public:
  SlotOrder(absl::TimeZone zone, Violations& violations) : zone_(zone), violations_(violations) {}

  // A slot that begins at this local time; `where` is its path, `at` that of its
  // start. `minutes` is 0 where it is not known.
  void Add(const FieldPath& where, const FieldPath& at, absl::CivilMinute start, int minutes) {
    const absl::TimeZone::TimeInfo info = zone_.At(absl::CivilSecond(start));
    if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) {
      violations_.Add(at, absl::StrCat("does not exist on that day in ", zone_.name(),
                                       ", where the clocks are put forward then; choose a time "
                                       "before or after the change"));
      return;
    }
    if (info.kind == absl::TimeZone::TimeInfo::REPEATED) {
      violations_.Add(at, absl::StrCat("comes twice on that day in ", zone_.name(),
                                       ", where the clocks are put back then; choose a time "
                                       "before or after the change"));
      return;
    }
    if (info.pre < end_) {
      violations_.Add(at, absl::StrCat("lies before ", last_, " is over, which ends at ",
                                       absl::FormatTime("%H:%M", end_, zone_)));
    }
    if (info.pre + absl::Minutes(minutes) < end_) return;
    end_ = info.pre + absl::Minutes(minutes);
    last_ = where.ToString();
  }

 private:
  const absl::TimeZone zone_;
  Violations& violations_;
  absl::Time end_ = absl::InfinitePast();  // Of the slots so far.
  std::string last_;                       // Path of the slot that ends then.
};

// Nothing, with a violation, where there is no such zone.
std::optional<absl::TimeZone> CheckTimeZone(const FieldPath& path, const std::string& name,
                                            Violations& violations) {
  const auto zone = conversion::FindTimeZone(name);
  if (zone) return zone;
  violations.Add(path,
                 name.empty()
                     ? "must not be empty"
                     : absl::StrCat("is ", Quoted(name),
                                    "; must be a zone of the IANA database, as \"Asia/Shanghai\""));
  return std::nullopt;
}

void CheckSlots(const FieldPath& path, const v1::SessionDay& day,
                const std::optional<absl::CivilDay>& date, SlotOrder& order,
                Violations& violations) {
  if (day.slots().empty()) {
    violations.Add(path.Field("slots"), "must not be empty; leave out a day without slots");
  }
  for (int i = 0; i < day.slots_size(); ++i) {
    const v1::SessionSlot& slot = day.slots(i);
    const FieldPath where = path.Item("slots", i);
    const FieldPath at = where.Field("start");
    const bool fits = slot.minutes() >= 1 && slot.minutes() <= kLongestSlot;
    CheckInRange(where.Field("minutes"), slot.minutes(), 1, kLongestSlot, violations);
    const auto start = conversion::ParseTimeOfDay(slot.start());
    if (!start) {
      violations.Add(at, absl::StrCat("is ", Quoted(slot.start()),
                                      "; must be a time of the day, as \"09:00\""));
    } else if (date) {
      order.Add(where, at, absl::CivilMinute(*date) + *start, fits ? slot.minutes() : 0);
    }
  }
}

}  // namespace

void CheckSessionTimes(const FieldPath& path, const v1::Session& session, Violations& violations) {
  const auto zone = CheckTimeZone(path.Field("time_zone"), session.time_zone(), violations);
  const FieldPath days = path.Field("days");
  if (session.days().empty()) violations.Add(days, "must not be empty");
  if (!CheckLength(days, session.days_size(), kMostDays, violations)) return;
  int slots = 0;
  for (const v1::SessionDay& day : session.days()) slots += day.slots_size();
  if (slots > kMostSlots) {
    violations.Add(days, absl::StrCat("have ", slots, " slots together; at most ", kMostSlots,
                                      " are allowed"));
    return;
  }

  SlotOrder order(zone.value_or(absl::UTCTimeZone()), violations);
  std::optional<absl::CivilDay> last;
  for (int i = 0; i < session.days_size(); ++i) {
    const FieldPath day = path.Item("days", i);
    const auto date = conversion::ParseDate(session.days(i).date());
    if (!date) {
      violations.Add(day.Field("date"), absl::StrCat("is ", Quoted(session.days(i).date()),
                                                     "; must be a day, as \"2027-03-02\""));
    } else if (last && *date <= *last) {
      violations.Add(day.Field("date"),
                     absl::StrCat("must come after ", conversion::FormatDate(*last),
                                  ", the day before it in the list"));
    }
    const bool in_order = date && (!last || *date > *last);
    CheckSlots(day, session.days(i), in_order ? date : std::nullopt, order, violations);
    if (in_order) last = date;
  }
}

}  // namespace counterpoint::validation
