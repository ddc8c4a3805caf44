#include <optional>

#include "absl/strings/str_cat.h"
#include "clients/cli/await_operation.h"
#include "clients/cli/commands.h"
#include "clients/cli/plan_board.h"
#include "clients/cli/plan_changes.h"
#include "clients/cli/plan_output.h"
#include "clients/cli/plan_setting.h"
#include "clients/cli/plan_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/wording.h"
#include "clients/cpp/plans.h"
#include "clients/cpp/sessions.h"

namespace counterpoint::cli {
namespace {

struct PlanFlags {
  std::string session;
  int seed = 1;
  double effort = 1;
  std::optional<double> time_limit;
  bool no_wait = false;
};

struct PlansFlags {
  std::string session;
  int limit = 100;
};

struct ShowFlags {
  std::string plan;
  std::string participant;
  bool loads = false;
};

struct CompareFlags {
  std::string plan;
  std::string other;
};

struct PublishFlags {
  std::string plan;
  bool allow_violations = false;
};

struct DeleteFlags {
  std::string plan;
};

absl::StatusOr<v1::SessionPlan> GetPlan(Session& session, const std::string& name) {
  v1::GetPlanRequest request;
  request.set_name(name);
  request.set_language(session.options().language);
  return session.client().plans().Get(request);
}

absl::Status Plan(Session& session, const PlanFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  v1::PlanSessionRequest request;
  request.set_session(*name);
  request.set_seed(flags.seed);
  request.set_effort(flags.effort);
  request.set_language(session.options().language);
  if (flags.time_limit) {
    request.mutable_time_limit()->set_seconds(static_cast<int64_t>(*flags.time_limit));
    const double rest = *flags.time_limit - static_cast<double>(request.time_limit().seconds());
    request.mutable_time_limit()->set_nanos(static_cast<int32_t>(rest * 1e9));
  }
  const auto begun = session.client().plans().PlanSession(request);
  if (!begun.ok()) return begun.status();
  const auto made = Follow(session, *begun, flags.no_wait);
  if (!made.ok() || !made->has_value()) return made.status();
  const auto plan = GetPlan(session, **made);
  if (!plan.ok()) return plan.status();
  const auto setting = ReadSetting(session, *name);
  if (!setting.ok()) return setting.status();
  ShowMadePlan(session, *plan, *setting);
  session.Note(absl::StrCat("Look at it: counterpoint session show ", plan->name()));
  return absl::OkStatus();
}

absl::Status Plans(Session& session, const PlansFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  v1::GetSessionRequest get;
  get.set_name(*name);
  const auto planned = session.client().sessions().Get(get);
  if (!planned.ok()) return planned.status();
  v1::ListPlansRequest request;
  request.set_parent(*name);
  const std::string& language = session.options().language;
  Table table = PlanList(language);
  v1::ListPlansResponse shown;
  auto plans = session.client().plans().List(request);
  for (const v1::SessionPlan& plan : plans) {
    if (flags.limit > 0 && shown.plans_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit, "; raise --limit."));
      break;
    }
    *shown.add_plans() = plan;
    AddPlanRow(plan, language, planned->published_plan(), &table);
  }
  if (!plans.status().ok()) return plans.status();
  session.Show(shown, Pointers(shown.plans()), table,
               "No plans yet. Make one: counterpoint session plan SESSION");
  return absl::OkStatus();
}

// The board of a whole plan, and what is to be known about it.
void ShowBoard(Session& session, const v1::SessionPlan& plan, const PlanSetting& setting) {
  PlanSummary(plan, setting.language).Print(session.out(), session.table_style());
  for (const Table& board : PlanBoards(plan, setting, session.table_style().width)) {
    PrintBelow(session, board);
  }
  ShowFaults(session, plan, setting);
}

absl::Status ShowPlan(Session& session, const ShowFlags& flags) {
  const auto name = PlanNamed(session, flags.plan);
  if (!name.ok()) return name.status();
  const auto plan = GetPlan(session, *name);
  if (!plan.ok()) return plan.status();
  const auto setting = ReadSetting(session, SessionOfPlan(*name));
  if (!setting.ok()) return setting.status();
  if (!flags.participant.empty()) {
    const std::string member = MemberOf(*setting, flags.participant);
    session.Show(*plan, {plan.operator->()}, ParticipantDay(*plan, *setting, member),
                 "This participant has no meetings in the plan.");
  } else if (flags.loads) {
    session.Show(*plan, {plan.operator->()}, LoadList(*plan, *setting), "Nobody takes part.");
  } else if (session.options().output == Output::kTable) {
    ShowBoard(session, *plan, *setting);
  } else {
    session.Show(*plan, PlanSummary(*plan, setting->language));
  }
  return absl::OkStatus();
}

absl::Status Compare(Session& session, const CompareFlags& flags) {
  const auto old_name = PlanNamed(session, flags.plan);
  if (!old_name.ok()) return old_name.status();
  const auto new_name = PlanNamed(session, flags.other);
  if (!new_name.ok()) return new_name.status();
  v1::ComparePlansRequest request;
  request.set_plan(*old_name);
  request.set_other_plan(*new_name);
  const auto comparison = session.client().plans().Compare(request);
  if (!comparison.ok()) return comparison.status();
  const auto setting = ReadSetting(session, SessionOfPlan(*old_name));
  if (!setting.ok()) return setting.status();
  session.Show(*comparison, QualityComparison(*comparison, setting->language));
  if (session.options().output != Output::kTable) return absl::OkStatus();
  PrintBelow(session, DifferenceList(comparison->difference(), *setting));
  session.Note(absl::StrCat("As before: ", comparison->difference().unchanged(), "."));
  return absl::OkStatus();
}

absl::Status Publish(Session& session, const PublishFlags& flags) {
  const auto name = PlanNamed(session, flags.plan);
  if (!name.ok()) return name.status();
  v1::PublishPlanRequest request;
  request.set_name(*name);
  request.set_allow_violations(flags.allow_violations);
  const auto published = session.client().plans().Publish(request);
  if (!published.ok()) return published.status();
  Table table({{""}, {""}});
  table.AddRow({Wording("Session", session.options().language), IdOf(published->name())});
  table.AddRow(
      {Wording("Published plan", session.options().language), IdOf(published->published_plan())});
  session.Show(*published, table);
  return absl::OkStatus();
}

absl::Status Delete(Session& session, const DeleteFlags& flags) {
  const auto name = PlanNamed(session, flags.plan);
  if (!name.ok()) return name.status();
  v1::DeletePlanRequest request;
  request.set_name(*name);
  absl::Status status = session.client().plans().Delete(request);
  if (status.ok()) session.Note(absl::StrCat("Deleted ", *name, "."));
  return status;
}

void AddPlan(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<PlanFlags>();
  CLI::App* command = AddCommand(
      group, "plan",
      "Plan a session and wait for the plan. Ctrl-C cancels. Exits with 0 where all meetings have "
      "a slot, 6 where some have none, 7 where it was cancelled.",
      {"counterpoint session plan spring -a music",
       "counterpoint session plan spring -a music --effort 10 --time-limit 120"});
  command->add_option("session", flags->session, "Id or full name of the session")->required();
  command->add_option("--seed", flags->seed, "Another one may find another plan that is as good")
      ->capture_default_str();
  command
      ->add_option("--effort", flags->effort,
                   "How long to search where nothing is proved, 0.1 to 100 times the usual")
      ->capture_default_str();
  command
      ->add_option("--time-limit", flags->time_limit, "Take the best plan so far after this time")
      ->type_name("SECONDS")
      ->check(CLI::PositiveNumber);
  command->add_flag("--no-wait", flags->no_wait, "Return as soon as it has begun");
  OnChosen(command, chosen, flags, &Plan);
}

void AddShow(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<ShowFlags>();
  CLI::App* command =
      AddCommand(group, "show", "Show a plan as a board of slots and tables.",
                 {"counterpoint session show spring -a music",
                  "counterpoint session show spring/3 -a music --participant studio-one"});
  command
      ->add_option("plan", flags->plan,
                   "SESSION/NUMBER or full name of the plan; the newest of a SESSION")
      ->required();
  CLI::Option* participant =
      command->add_option("--participant", flags->participant, "Only the day of this participant")
          ->type_name("MEMBER");
  command->add_flag("--loads", flags->loads, "Meetings and breaks of each participant")
      ->excludes(participant);
  OnChosen(command, chosen, flags, &ShowPlan);
}

}  // namespace

void AddSessionPlanCommands(CLI::App& group, Action* chosen) {
  AddPlan(group, chosen);

  auto plans_flags = std::make_shared<PlansFlags>();
  CLI::App* plans = AddCommand(group, "plans", "List the plans of a session, the newest first.",
                               {"counterpoint session plans spring -a music"});
  plans->add_option("session", plans_flags->session, "Id or full name of the session")->required();
  plans->add_option("--limit", plans_flags->limit, "At most so many; 0 for all")
      ->capture_default_str();
  OnChosen(plans, chosen, plans_flags, &Plans);

  AddShow(group, chosen);

  auto compare_flags = std::make_shared<CompareFlags>();
  CLI::App* compare = AddCommand(group, "compare",
                                 "What one plan of a session has that another has not: + added, - "
                                 "removed, > moved, ~ at another table.",
                                 {"counterpoint session compare spring/3 spring/4 -a music"});
  compare->add_option("plan", compare_flags->plan, "The old plan: SESSION/NUMBER")->required();
  compare->add_option("other", compare_flags->other, "The new plan")->required();
  OnChosen(compare, chosen, compare_flags, &Compare);

  AddPlanRepairCommand(group, chosen);
  AddPlanEditCommand(group, chosen);
  AddWhatIfCommand(group, chosen);

  auto publish_flags = std::make_shared<PublishFlags>();
  CLI::App* publish =
      AddCommand(group, "publish",
                 "Show a plan to the participants. Publishing an older plan is the way back to it.",
                 {"counterpoint session publish spring -a music",
                  "counterpoint session publish spring/3 -a music"});
  publish
      ->add_option("plan", publish_flags->plan,
                   "SESSION/NUMBER or full name of the plan; the newest of a SESSION")
      ->required();
  publish->add_flag("--allow-violations", publish_flags->allow_violations,
                    "Also where it goes against rules of the session");
  OnChosen(publish, chosen, publish_flags, &Publish);

  auto delete_flags = std::make_shared<DeleteFlags>();
  CLI::App* remove = AddCommand(group, "delete-plan", "Delete a plan that is not published.",
                                {"counterpoint session delete-plan spring/3 -a music"});
  remove->add_option("plan", delete_flags->plan, "SESSION/NUMBER or full name of the plan")
      ->required();
  OnChosen(remove, chosen, delete_flags, &Delete);
}

}  // namespace counterpoint::cli
