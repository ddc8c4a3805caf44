#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/plan_changes.h"
#include "clients/cli/plan_output.h"
#include "clients/cli/plan_setting.h"
#include "clients/cpp/plans.h"

namespace counterpoint::cli {
namespace {

using ParseEdit = absl::StatusOr<v1::PlanEdit> (*)(const PlanSetting&, const std::string&);

struct EditFlags {
  std::string plan;
  // In the order in which they were typed.
  std::vector<std::pair<ParseEdit, std::string>> edits;
  bool dry_run = false;
};

absl::Status Edit(Session& session, const EditFlags& flags) {
  if (flags.edits.empty()) {
    return UsageError("nothing to change: name --move, --add, --swap or --remove");
  }
  const auto name = PlanNamed(session, flags.plan);
  if (!name.ok()) return name.status();
  const auto setting = ReadSetting(session, SessionOfPlan(*name));
  if (!setting.ok()) return setting.status();
  v1::EditPlanRequest request;
  request.set_plan(*name);
  request.set_language(setting->language);
  request.set_validate_only(flags.dry_run);
  for (const auto& [parse, typed] : flags.edits) {
    auto edit = parse(*setting, typed);
    if (!edit.ok()) return edit.status();
    *request.add_edits() = *std::move(edit);
  }
  const auto plan = session.client().plans().Edit(request);
  if (!plan.ok()) return plan.status();
  ShowMadePlan(session, *plan, *setting);
  if (flags.dry_run) session.Note("Nothing was kept.");
  return absl::OkStatus();
}

void AddEdit(CLI::App* command, EditFlags* flags, const std::string& name, ParseEdit parse,
             const std::string& form, const std::string& description) {
  command
      ->add_option_function<std::string>(
          name,
          [flags, parse](const std::string& typed) { flags->edits.emplace_back(parse, typed); },
          description)
      ->type_name(form)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->trigger_on_parse();
}

}  // namespace

void AddPlanEditCommand(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<EditFlags>();
  CLI::App* command = AddCommand(
      group, "edit",
      "A new plan by hand. Edits are made in the order in which they are typed. It may go against "
      "rules, which is told.",
      {"counterpoint session edit spring -a music --move studio-one,museum=10:30",
       "counterpoint session edit spring/3 -a music --swap studio-one,museum/orchard,conservatory "
       "--remove hall,museum --dry-run"});
  command
      ->add_option("plan", flags->plan,
                   "SESSION/NUMBER or full name of the plan; the newest of a SESSION")
      ->required();
  const std::string place = "MEMBER,PARTNER=SLOT[@TABLE]";
  AddEdit(command, flags.get(), "--move,--add", &ParsePlace, place,
          "Move a meeting, or add one; a table that is free and fits where none is named");
  AddEdit(command, flags.get(), "--swap", &ParseExchange, "MEMBER,PARTNER/MEMBER,PARTNER",
          "Two meetings change places");
  AddEdit(command, flags.get(), "--remove", &ParseRemoval, "MEMBER,PARTNER", "Remove a meeting");
  command->add_flag("--dry-run", flags->dry_run, "Show what it would be, and keep nothing");
  OnChosen(command, chosen, flags, &Edit);
}

}  // namespace counterpoint::cli
