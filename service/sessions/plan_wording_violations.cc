#include "absl/strings/str_cat.h"
#include "service/sessions/plan_wording.h"

namespace counterpoint::service {

using absl::StrCat;
using v1::PlanViolation;

std::string PlanWording::Describe(const v1::PlanViolation& violation) const {
  const std::string who = Member(violation.participant());
  const std::string pair = Pair(violation.pair());
  const std::string slot = Slot(violation.slot());
  const std::string table = Table(violation.table());
  const int amount = violation.amount();
  const int limit = violation.limit();
  switch (violation.kind()) {
    case PlanViolation::PARTICIPANT_AWAY: {
      const std::string& partner = violation.participant() == violation.pair().participant()
                                       ? violation.pair().partner()
                                       : violation.pair().participant();
      return chinese_ ? StrCat(who, "在 ", slot, " 不在场，却要与", Member(partner), "会面。")
                      : StrCat(who, " is away on ", slot, ", when it should meet ", Member(partner),
                               ".");
    }
    case PlanViolation::TWO_AT_ONCE:
      return chinese_ ? StrCat(who, "在 ", slot, " 有 ", amount, " 场会面。")
                      : StrCat(who, " has ", amount, " meetings at once on ", slot, ".");
    case PlanViolation::TABLE_TAKEN_TWICE:
      return chinese_
                 ? StrCat(table, "在 ", slot, " 有 ", amount, " 场会面。")
                 : StrCat("At ", table, " there are ", amount, " meetings at once on ", slot, ".");
    case PlanViolation::TABLE_CLOSED:
      return chinese_
                 ? StrCat(pair, "在 ", slot, " 的会面安排在", table, "，该桌届时关闭。")
                 : StrCat(pair, " are to meet on ", slot, " at ", table, ", which is closed then.");
    case PlanViolation::TABLE_LACKS_FEATURE:
      return chinese_
                 ? StrCat(pair, "在 ", slot, " 的会面安排在", table, "，缺少", who, "所需的设施。")
                 : StrCat(pair, " are to meet on ", slot, " at ", table, ", which lacks what ", who,
                          " needs.");
    case PlanViolation::NOT_WHERE_FIXED:
      return chinese_ ? StrCat(pair, "安排在 ", slot, " ", table, "，与固定的时段或桌位不符。")
                      : StrCat(pair, " are to meet on ", slot, " at ", table,
                               ", not where the session has fixed it.");
    case PlanViolation::WRONG_ORDER:
      return chinese_ ? StrCat(pair, "的会面应在", Pair(violation.other_pair()), "之后。")
                      : StrCat(pair, " should meet after ", Pair(violation.other_pair()), ".");
    case PlanViolation::TOO_MANY_MEETINGS:
      return chinese_ ? StrCat(who, "有 ", amount, " 场会面，最多应为 ", limit, " 场。")
                      : StrCat(who, " has ", Counted(amount, "meeting", "meetings"),
                               " and may have ", limit, ".");
    case PlanViolation::TOO_FEW_MEETINGS:
      return chinese_ ? StrCat(who, "有 ", amount, " 场会面，至少应为 ", limit, " 场。")
                      : StrCat(who, " has ", Counted(amount, "meeting", "meetings"),
                               " and should have ", limit, " at least.");
    case PlanViolation::PAIR_MUST_NOT_MEET:
      return chinese_ ? StrCat(pair, "不应会面，却安排在 ", slot, "。")
                      : StrCat(pair, " must not meet, and are to on ", slot, ".");
    case PlanViolation::PAIR_MUST_MEET:
      return chinese_ ? StrCat(pair, "必须会面，但未安排。")
                      : StrCat(pair, " must meet, and have no meeting.");
    case PlanViolation::UNFAIR_BREAKS:
      return chinese_ ? StrCat(who, "的空档计 ", amount, " 次，公平的上限为 ", limit, " 次。")
                      : StrCat(who, " has ", Counted(amount, "break", "breaks"),
                               " that count, and fair would be ", limit, " at most.");
    case PlanViolation::NOT_A_PARTICIPANT:
      return chinese_ ? StrCat(who, "不参加本次对接会，却在 ", slot, " 有会面。")
                      : StrCat(who, " does not take part, and has a meeting on ", slot, ".");
    case PlanViolation::NO_SUCH_SLOT:
      return chinese_ ? StrCat(pair, "的会面安排在 ", slot, "，该时段已不存在。")
                      : StrCat(pair, " are to meet on ", slot, ", which is no slot any more.");
    case PlanViolation::NO_SUCH_TABLE:
      return chinese_ ? StrCat(pair, "在 ", slot, " 的会面安排在已不存在的桌位 ", table, "。")
                      : StrCat(pair, " are to meet on ", slot, " at ", table,
                               ", which is no table any more.");
    default:
      return "";
  }
}

}  // namespace counterpoint::service
