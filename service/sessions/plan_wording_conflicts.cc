#include "absl/strings/str_cat.h"
#include "service/sessions/plan_wording.h"

namespace counterpoint::service {

using absl::StrCat;
using v1::ConflictRule;

std::string PlanWording::Describe(const v1::ConflictRule& rule) const {
  const std::string who = Member(rule.participant());
  const std::string pair = Pair(rule.pair());
  const int wanted = rule.wanted();
  const int room = rule.room();
  const int slots = rule.slots_size();
  switch (rule.kind()) {
    case ConflictRule::AVAILABILITY:
      return chinese_ ? StrCat(who, "有不在场的时段。") : StrCat(who, " is away at times.");
    case ConflictRule::FIXED_SLOT:
      return chinese_ ? StrCat(pair, "的时段是固定的。") : StrCat(pair, " have a fixed slot.");
    case ConflictRule::ORDER:
      return chinese_ ? StrCat(pair, "须在", Pair(rule.other_pair()), "之后会面。")
                      : StrCat(pair, " are to meet after ", Pair(rule.other_pair()), ".");
    case ConflictRule::TABLES:
      return chinese_ ? "同时的会面不能多于合适的桌位。"
                      : "There can be no more meetings at a time than tables that suit them.";
    case ConflictRule::FAIR_BREAKS:
      return chinese_ ? "空档须公平分配。" : "Breaks have to be fair.";
    case ConflictRule::NO_SLOT:
      return chinese_ ? StrCat(pair, "没有任何可用的共同时段。")
                      : StrCat(pair, " have no slot in common that could be used.");
    case ConflictRule::TOO_MANY_MEETINGS:
      return chinese_ ? StrCat(who, "有 ", wanted, " 场会面，而可用的时段只有 ", room, " 个。")
                      : StrCat(who, " has ", Counted(wanted, "meeting", "meetings"), " and ",
                               Counted(room, "slot", "slots"), " for them.");
    case ConflictRule::TOO_FEW_TABLES:
      return chinese_ ? StrCat("在 ", slots, " 个时段中有 ", wanted, " 场会面，而桌位合计只有 ",
                               room, " 个。")
                      : StrCat(Counted(wanted, "meeting has", "meetings have"), " to be in ",
                               Counted(slots, "slot", "slots"), ", which have ", room,
                               " tables in all.");
    case ConflictRule::FORCED_BREAKS:
      return chinese_
                 ? StrCat(who, "在场的时段迫使其空档多于公平所允许的次数。")
                 : StrCat("When ", who, " is there forces more breaks on it than fairness allows.");
    case ConflictRule::MUST_OVER_MOST:
      return chinese_ ? StrCat(who, "必须与 ", wanted, " 家会面，而最多只能有 ", room, " 场会面。")
                      : StrCat(who, " must meet ", wanted, " others and may have ",
                               Counted(room, "meeting", "meetings"), ".");
    case ConflictRule::MUST_OVER_SLOTS:
      return chinese_ ? StrCat(who, "必须与 ", wanted, " 家会面，而在与其共同可用的 ", slots,
                               " 个时段中只能安排 ", room, " 家。")
                      : StrCat(who, " must meet ", wanted, " others, and has room for ", room,
                               " of them in the ", Counted(slots, "slot", "slots"),
                               " that it shares with them.");
    case ConflictRule::MUST_OVER_TABLES:
      return chinese_
                 ? StrCat("必须会面的有 ", wanted, " 对，而全部时段的桌位合计只有 ", room, " 个。")
                 : StrCat(Counted(wanted, "pair", "pairs"),
                          " must meet, and all slots together have ",
                          Counted(room, "table", "tables"), ".");
    case ConflictRule::LEAST_OVER_PARTNERS:
      return chinese_ ? StrCat(who, "至少应有 ", wanted, " 场会面，而可会面的只有 ", room, " 家。")
                      : StrCat(who, " should have ", Counted(wanted, "meeting", "meetings"),
                               " at least, and could meet ", room, " others.");
    case ConflictRule::LEAST_OVER_SLOTS:
      return chinese_ ? StrCat(who, "至少应有 ", wanted, " 场会面，而时段只容得下 ", room, " 场。")
                      : StrCat(who, " should have ", Counted(wanted, "meeting", "meetings"),
                               " at least, and its slots have room for ", room, ".");
    case ConflictRule::LEAST_OVER_TABLES:
      return chinese_
                 ? StrCat("各方至少应有的会面合计 ", wanted, " 场，而全部时段的桌位合计只有 ", room,
                          " 个。")
                 : StrCat("What all should have at least comes to ",
                          Counted(wanted, "meeting", "meetings"), ", and all slots together have ",
                          Counted(room, "table", "tables"), ".");
    case ConflictRule::WONT_MEET:
      return chinese_ ? StrCat(pair, "必须会面，但", who, "不愿会面。")
                      : StrCat(pair, " must meet, but ", who, " won't.");
    case ConflictRule::BANNED:
      return chinese_ ? StrCat(pair, "必须会面，但本次对接会禁止该会面。")
                      : StrCat(pair, " must meet, but the session bans it.");
    case ConflictRule::NO_SHARED_LANGUAGE:
      return chinese_ ? StrCat(pair, "必须会面，但没有共同语言。")
                      : StrCat(pair, " must meet, but share no language.");
    case ConflictRule::NOT_A_MEMBER:
      return chinese_ ? StrCat(who, "已不是联盟成员，未参与安排。")
                      : StrCat(who, " is no member of the alliance any more and was left out.");
    default:
      return "";
  }
}

}  // namespace counterpoint::service
