#include <optional>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/plan_changes.h"
#include "clients/cli/plan_output.h"
#include "clients/cli/plan_setting.h"
#include "clients/cli/plan_tables.h"
#include "clients/cpp/plans.h"

namespace counterpoint::cli {
namespace {

struct RepairFlags {
  std::string plan;
  std::vector<std::string> no_shows;
  std::vector<std::string> late;
  std::vector<std::string> lost_tables;
  std::vector<std::string> longer;
  std::optional<int> most_moved;
  bool fill = false;
  std::string from;
  bool dry_run = false;
};

absl::StatusOr<v1::RepairPlanRequest> RequestOf(const RepairFlags& flags,
                                                const PlanSetting& setting) {
  v1::RepairPlanRequest request;
  for (const std::string& typed : flags.no_shows) request.add_no_shows(MemberOf(setting, typed));
  for (const std::string& typed : flags.late) {
    auto late = ParseLateArrival(setting, typed);
    if (!late.ok()) return late.status();
    *request.add_late_arrivals() = *std::move(late);
  }
  for (const std::string& table : flags.lost_tables) request.add_lost_tables(table);
  for (const std::string& typed : flags.longer) {
    auto longer = ParseLongerMeeting(setting, typed);
    if (!longer.ok()) return longer.status();
    *request.add_longer_meetings() = *std::move(longer);
  }
  if (!flags.from.empty()) {
    auto slot = setting.FindSlot(flags.from);
    if (!slot.ok()) return slot.status();
    request.set_first_open_slot(*std::move(slot));
  }
  if (flags.most_moved) request.set_most_moved(*flags.most_moved);
  request.set_fill(flags.fill);
  request.set_language(setting.language);
  request.set_validate_only(flags.dry_run);
  return request;
}

absl::Status Repair(Session& session, const RepairFlags& flags) {
  const auto name = PlanNamed(session, flags.plan);
  if (!name.ok()) return name.status();
  const auto setting = ReadSetting(session, SessionOfPlan(*name));
  if (!setting.ok()) return setting.status();
  auto request = RequestOf(flags, *setting);
  if (!request.ok()) return request.status();
  request->set_plan(*name);
  const auto repaired = session.client().plans().Repair(*request);
  if (!repaired.ok()) return repaired.status();
  if (session.options().output != Output::kTable) {
    session.Show(*repaired, Table({{""}}));
    if (!repaired->plan().unplaced().empty()) session.set_exit_code(ExitCode::kUnplaced);
    return absl::OkStatus();
  }
  ShowMadePlan(session, repaired->plan(), *setting);
  PrintBelow(session, DifferenceList(repaired->difference(), *setting));
  session.Note(absl::StrCat("As before: ", repaired->difference().unchanged(), "."));
  if (repaired->proved()) session.Note("No plan leaves out or moves fewer meetings.");
  if (flags.dry_run) session.Note("Nothing was kept.");
  return absl::OkStatus();
}

}  // namespace

void AddPlanRepairCommand(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<RepairFlags>();
  CLI::App* command = AddCommand(
      group, "repair",
      "A new plan that keeps what it can of an old one, when somebody or something is missing. "
      "Changes of the session count too. Exits with 6 where meetings lose their slot.",
      {"counterpoint session repair spring -a music --no-show studio-one",
       "counterpoint session repair spring/3 -a music --late museum=10:30 --lost-table t4 "
       "--most-moved 5 --dry-run"});
  command
      ->add_option("plan", flags->plan,
                   "SESSION/NUMBER or full name of the plan; the newest of a SESSION")
      ->required();
  AddList(command, "--no-show", &flags->no_shows, "Participants that do not come")
      ->type_name("MEMBER");
  AddTexts(command, "--late", &flags->late, "A participant that is there from a slot on")
      ->type_name("MEMBER=SLOT");
  AddList(command, "--lost-table", &flags->lost_tables, "Tables that cannot be used any more")
      ->type_name("TABLE");
  AddTexts(command, "--longer", &flags->longer, "A meeting that takes a slot, or so many, more")
      ->type_name("MEMBER,PARTNER[=SLOTS]");
  command->add_option("--most-moved", flags->most_moved, "Move at most so many meetings")
      ->type_name("NUMBER")
      ->check(CLI::NonNegativeNumber);
  command->add_flag("--fill", flags->fill,
                    "New meetings for participants with fewer than their least number");
  command
      ->add_option("--from", flags->from,
                   "What is before this slot stays as it is; else by the clock while it runs")
      ->type_name("SLOT");
  command->add_flag("--dry-run", flags->dry_run, "Show what it would be, and keep nothing");
  OnChosen(command, chosen, flags, &Repair);
}

}  // namespace counterpoint::cli
