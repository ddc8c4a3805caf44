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

struct WhatIfFlags {
  std::string session;
  std::optional<int> tables;
  std::optional<int> slots;
  std::vector<std::string> time;
  std::vector<std::string> meetings;
  std::vector<std::string> without;
  std::vector<std::string> free;
  bool free_breaks = false;
  std::optional<double> effort;
};

// Adds what `parse` makes of each text.
template <typename Parse>
absl::Status AddChanges(const std::vector<std::string>& typed, const Parse& parse,
                        v1::JudgeSessionChangesRequest& request) {
  for (const std::string& text : typed) {
    absl::StatusOr<v1::SessionChange> change = parse(text);
    if (!change.ok()) return change.status();
    *request.add_changes() = *std::move(change);
  }
  return absl::OkStatus();
}

absl::Status Fill(const WhatIfFlags& flags, const PlanSetting& setting,
                  v1::JudgeSessionChangesRequest& request) {
  if (flags.tables) request.add_changes()->set_more_tables(*flags.tables);
  if (flags.slots) request.add_changes()->set_more_slots(*flags.slots);
  absl::Status status = AddChanges(
      flags.time, [&](const auto& typed) { return ParseMoreTime(setting, typed); }, request);
  status.Update(AddChanges(
      flags.meetings, [&](const auto& typed) { return ParseMoreMeetings(setting, typed); },
      request));
  const auto pair_change = [&](v1::MeetingPair* (v1::SessionChange::*field)()) {
    return [&setting, field](const std::string& typed) -> absl::StatusOr<v1::SessionChange> {
      auto pair = ParsePair(setting, typed);
      if (!pair.ok()) return pair.status();
      v1::SessionChange change;
      *(change.*field)() = *std::move(pair);
      return change;
    };
  };
  status.Update(
      AddChanges(flags.without, pair_change(&v1::SessionChange::mutable_leave_out), request));
  status.Update(
      AddChanges(flags.free, pair_change(&v1::SessionChange::mutable_free_slot), request));
  if (flags.free_breaks) request.add_changes()->set_free_breaks(true);
  return status;
}

absl::Status WhatIf(Session& session, const WhatIfFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  const auto setting = ReadSetting(session, *name);
  if (!setting.ok()) return setting.status();
  v1::JudgeSessionChangesRequest request;
  request.set_session(*name);
  request.set_language(setting->language);
  if (flags.effort) request.set_effort(*flags.effort);
  const absl::Status filled = Fill(flags, *setting, request);
  if (!filled.ok()) return filled;
  const auto judged = session.client().plans().JudgeChanges(request);
  if (!judged.ok()) return judged.status();
  const Table table = WorthList(judged->changes(), setting->language);
  if (session.options().output == Output::kTable && !table.empty()) {
    PrintWhole(session, table);
  } else {
    session.Show(*judged, Pointers(judged->changes()), table, "No change was looked at.");
  }
  const v1::PlanQuality& now = judged->quality();
  session.Note(absl::StrCat("As it is: ", now.meetings(), " meetings, ", now.unplaced(),
                            " unplaced, ", now.breaks(), " breaks."));
  return absl::OkStatus();
}

}  // namespace

void AddWhatIfCommand(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<WhatIfFlags>();
  CLI::App* command = AddCommand(
      group, "what-if",
      "What changes of a session would be worth, each by itself. Without any, a table more, a slot "
      "more, and time for the participants that are away most. Changes nothing.",
      {"counterpoint session what-if spring -a music",
       "counterpoint session what-if spring -a music --tables 2 --time museum=09:00,09:30 "
       "--timeout 120"});
  command->add_option("session", flags->session, "Id or full name of the session")->required();
  command->add_option("--tables", flags->tables, "So many more tables")
      ->type_name("NUMBER")
      ->check(CLI::PositiveNumber);
  command->add_option("--slots", flags->slots, "So many more slots at the end")
      ->type_name("NUMBER")
      ->check(CLI::PositiveNumber);
  AddTexts(command, "--time", &flags->time, "A participant is there in slots when it is away")
      ->type_name("MEMBER=SLOT,SLOT");
  AddTexts(command, "--meetings", &flags->meetings, "A participant may have so many more meetings")
      ->type_name("MEMBER=NUMBER");
  AddTexts(command, "--without", &flags->without, "Two do not have to meet")
      ->type_name("MEMBER,PARTNER");
  AddTexts(command, "--free", &flags->free, "Two need not meet in their fixed slot or order")
      ->type_name("MEMBER,PARTNER");
  command->add_flag("--free-breaks", flags->free_breaks, "Breaks need not be fair");
  command->add_option("--effort", flags->effort, "How long to search for each, as in `plan`");
  OnChosen(command, chosen, flags, &WhatIf);
}

}  // namespace counterpoint::cli
