#include "clients/cli/plan_output.h"

#include "clients/cli/plan_tables.h"
#include "clients/cli/text_width.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {

void PrintBelow(Session& session, const Table& table) {
  if (table.empty()) return;
  session.out() << "\n";
  table.Print(session.out(), session.table_style());
}

void PrintWhole(Session& session, const Table& table) {
  table.Print(session.out(), {.width = 0, .bold_headings = session.colored()});
}

namespace {

void PrintWholeBelow(Session& session, const Table& table) {
  if (table.empty()) return;
  session.out() << "\n";
  PrintWhole(session, table);
}

}  // namespace

void ShowFaults(Session& session, const v1::SessionPlan& plan, const PlanSetting& setting) {
  PrintWholeBelow(session, UnplacedList(plan, setting));
  PrintWholeBelow(session, WorthList(plan.relaxations(), setting.language));
  PrintWholeBelow(session, ViolationList(plan, setting.language));
  PrintBelow(session, StandByList(plan, setting));
}

void ShowMadePlan(Session& session, const v1::SessionPlan& plan, const PlanSetting& setting) {
  session.Show(plan, PlanSummary(plan, setting.language));
  if (!plan.unplaced().empty()) session.set_exit_code(ExitCode::kUnplaced);
  if (session.options().output != Output::kTable) return;
  if (!plan.conflict().empty()) {
    session.out() << "\n" << Wording("These exclude each other:", setting.language) << "\n";
    for (const std::string& rule : plan.conflict()) {
      session.out() << "- " << OneLine(rule) << "\n";
    }
  }
  ShowFaults(session, plan, setting);
}

}  // namespace counterpoint::cli
