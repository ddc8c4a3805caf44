#include "service/sessions/plan_wording.h"

#include <cstddef>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace counterpoint::service {

using absl::StrCat;

std::string Counted(int amount, absl::string_view one, absl::string_view many) {
  return StrCat(amount, " ", amount == 1 ? one : many);
}

std::string PlanWording::Pair(const v1::MeetingPair& pair) const {
  return StrCat(Member(pair.participant()), chinese_ ? "与" : " and ", Member(pair.partner()));
}

std::string PlanWording::Slot(absl::string_view slot) const {
  return absl::StrReplaceAll(slot, {{"T", chinese_ ? " " : " at "}});
}

std::string PlanWording::Describe(const v1::UnplacedMeeting& unplaced) const {
  const v1::UnplacedReason& reason = unplaced.reason();
  const std::string one = Member(unplaced.pair().participant());
  const std::string other = Member(unplaced.pair().partner());
  struct Obstacle {
    int slots;
    std::string english;
    std::string chinese;
  };
  const Obstacle obstacles[] = {
      {reason.outside_window(), "are not open to it", "不可用于此会面"},
      {reason.participant_away(), StrCat("find ", one, " away"), StrCat(one, "不在场")},
      {reason.partner_away(), StrCat("find ", other, " away"), StrCat(other, "不在场")},
      {reason.participant_busy(), StrCat("find ", one, " in another meeting"),
       StrCat(one, "另有会面")},
      {reason.partner_busy(), StrCat("find ", other, " in another meeting"),
       StrCat(other, "另有会面")},
      {reason.no_table(), "have no table for them", "没有合适的桌位"},
      {reason.wrong_order(), "are in the wrong order with other meetings",
       "与其他会面的先后次序不符"},
      {reason.open(), "are free, but would make breaks unfair", "空闲，但会使空档分配不公平"},
  };
  std::vector<std::string> parts;
  int slots = 0;
  for (const Obstacle& obstacle : obstacles) {
    slots += obstacle.slots;
    if (obstacle.slots == 0) continue;
    parts.push_back(chinese_ ? StrCat(obstacle.slots, " 个", obstacle.chinese)
                             : StrCat(obstacle.slots, " ", obstacle.english));
  }
  const std::string pair = Pair(unplaced.pair());
  if (parts.empty()) return chinese_ ? StrCat(pair, "未获安排。") : StrCat(pair, " have no slot.");
  return chinese_
             ? StrCat(pair, "没有时段：共 ", slots, " 个，其中 ", absl::StrJoin(parts, "，"), "。")
             : StrCat(pair, " have no slot: of ", slots, ", ", absl::StrJoin(parts, ", "), ".");
}

void PlanWording::AddTo(v1::SessionPlan& plan) const {
  for (v1::UnplacedMeeting& unplaced : *plan.mutable_unplaced()) {
    unplaced.set_message(Describe(unplaced));
  }
  plan.clear_conflict();
  for (const v1::ConflictRule& rule : plan.conflict_rules()) plan.add_conflict(Describe(rule));
  for (v1::ChangeWorth& worth : *plan.mutable_relaxations()) worth.set_message(Describe(worth));
  for (v1::PlanViolation& violation : *plan.mutable_violations()) {
    violation.set_message(Describe(violation));
  }
}

}  // namespace counterpoint::service
