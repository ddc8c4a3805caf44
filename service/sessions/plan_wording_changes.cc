#include <cstdlib>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "service/sessions/plan_wording.h"

namespace counterpoint::service {

using absl::StrCat;
using v1::SessionChange;

std::string PlanWording::InEnglish(const SessionChange& change) const {
  switch (change.change_case()) {
    case SessionChange::kMoreTables:
      return change.more_tables() == 1 ? "One more table"
                                       : StrCat(change.more_tables(), " more tables");
    case SessionChange::kMoreSlots:
      return change.more_slots() == 1
                 ? "One more slot at the end of the last day"
                 : StrCat(change.more_slots(), " more slots at the end of the last day");
    case SessionChange::kMoreTime: {
      const v1::SessionChange::MoreTime& time = change.more_time();
      const std::string when = time.slots_size() == 1
                                   ? StrCat("on ", Slot(time.slots(0)))
                                   : StrCat("in ", time.slots_size(), " slots in which it is away");
      return StrCat(Member(time.participant()), " being there ", when);
    }
    case SessionChange::kMoreMeetings:
      return StrCat(Counted(change.more_meetings().amount(), "more meeting", "more meetings"),
                    " allowed for ", Member(change.more_meetings().participant()));
    case SessionChange::kLeaveOut:
      return StrCat("Leaving out the meeting of ", Pair(change.leave_out()));
    case SessionChange::kFreeSlot:
      return StrCat("Any slot for ", Pair(change.free_slot()));
    case SessionChange::kFreeBreaks:
      return "Not comparing breaks";
    default:
      return "";
  }
}

std::string PlanWording::InChinese(const SessionChange& change) const {
  switch (change.change_case()) {
    case SessionChange::kMoreTables:
      return StrCat("增加 ", change.more_tables(), " 张桌");
    case SessionChange::kMoreSlots:
      return StrCat("在最后一天末尾增加 ", change.more_slots(), " 个时段");
    case SessionChange::kMoreTime: {
      const v1::SessionChange::MoreTime& time = change.more_time();
      const std::string when = time.slots_size() == 1
                                   ? StrCat("在 ", Slot(time.slots(0)), " ")
                                   : StrCat("在其 ", time.slots_size(), " 个不在场的时段");
      return StrCat(Member(time.participant()), "若", when, "在场");
    }
    case SessionChange::kMoreMeetings:
      return StrCat("允许", Member(change.more_meetings().participant()), "多 ",
                    change.more_meetings().amount(), " 场会面");
    case SessionChange::kLeaveOut:
      return StrCat("取消", Pair(change.leave_out()), "的会面");
    case SessionChange::kFreeSlot:
      return StrCat(Pair(change.free_slot()), "可在任意时段会面");
    case SessionChange::kFreeBreaks:
      return "不比较空档";
    default:
      return "";
  }
}

std::string PlanWording::Describe(const v1::ChangeWorth& worth) const {
  std::vector<std::string> effects;
  const auto add = [&](int amount, absl::string_view english_less, absl::string_view english_more,
                       absl::string_view one, absl::string_view many,
                       absl::string_view chinese_less, absl::string_view chinese_more,
                       absl::string_view unit) {
    if (amount == 0) return;
    const int size = std::abs(amount);
    effects.push_back(chinese_
                          ? StrCat(amount < 0 ? chinese_less : chinese_more, " ", size, " ", unit)
                          : StrCat(amount < 0 ? english_less : english_more, " ", size,
                                   amount < 0 ? " fewer " : " more ", size == 1 ? one : many));
  };
  add(worth.meetings(), "place", "place", "meeting", "meetings", "安排的会面减少", "安排的会面增加",
      "场");
  add(worth.unplaced(), "leave", "leave", "pair without a slot", "pairs without a slot",
      "未能安排的减少", "未能安排的增加", "对");
  add(worth.missing(), "leave", "leave", "missing meeting", "missing meetings", "不足的会面减少",
      "不足的会面增加", "场");
  if (effects.empty()) {
    add(worth.breaks(), "make", "make", "break", "breaks", "空档减少", "空档增加", "次");
  }
  if (effects.empty() && std::abs(worth.score()) >= 0.0005) {
    const std::string score = absl::StrFormat("%.3f", std::abs(worth.score()));
    effects.push_back(
        chinese_ ? StrCat(worth.score() > 0 ? "总分提高 " : "总分降低 ", score)
                 : StrCat(worth.score() > 0 ? "raise" : "lower", " the total score by ", score));
  }
  if (chinese_) {
    return StrCat(InChinese(worth.change()), "：",
                  effects.empty() ? "没有变化" : absl::StrJoin(effects, "，"), "。");
  }
  return StrCat(InEnglish(worth.change()), " would ",
                effects.empty() ? "change nothing" : absl::StrJoin(effects, " and "), ".");
}

}  // namespace counterpoint::service
