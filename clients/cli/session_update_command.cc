#include <algorithm>

#include "clients/cli/commands.h"
#include "clients/cli/field_path.h"
#include "clients/cli/session_tables.h"
#include "clients/cli/text_file.h"
#include "clients/cpp/sessions.h"

namespace counterpoint::cli {
namespace {

struct UpdateFlags {
  std::string session;
  std::string file;
  std::vector<std::string> assignments;
  std::vector<std::string> mask;
  bool dry_run = false;
};

// Changes single fields of the present state, whose etag is sent along.
absl::Status SetFields(Session& session, const UpdateFlags& flags, const std::string& name,
                       v1::UpdateSessionRequest* request) {
  v1::GetSessionRequest get;
  get.set_name(name);
  auto present = session.client().sessions().Get(get);
  if (!present.ok()) return present.status();
  *request->mutable_session() = *std::move(present);
  auto* paths = request->mutable_update_mask()->mutable_paths();
  for (const std::string& assignment : flags.assignments) {
    const absl::Status set = SetField(assignment, request->mutable_session());
    if (!set.ok()) return UsageError(std::string(set.message()));
    const std::string field = TopField(assignment);
    if (std::find(paths->begin(), paths->end(), field) == paths->end()) paths->Add()->assign(field);
  }
  return absl::OkStatus();
}

absl::Status Update(Session& session, const UpdateFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  v1::UpdateSessionRequest request;
  const absl::Status filled =
      flags.file.empty()
          ? SetFields(session, flags, *name, &request)
          : ReadMessageFile(flags.file, *session.terminal().in, request.mutable_session());
  if (!filled.ok()) return filled;
  for (const auto& path : flags.mask) request.mutable_update_mask()->add_paths(path);
  request.mutable_session()->set_name(*name);
  request.set_validate_only(flags.dry_run);
  const auto updated = session.client().sessions().Update(request);
  if (!updated.ok()) return updated.status();
  session.Show(*updated, SessionDetail(*updated, session.options().language));
  return absl::OkStatus();
}

}  // namespace

void AddSessionUpdateCommand(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<UpdateFlags>();
  CLI::App* update = AddCommand(
      group, "update", "Change single fields of a session, or take fields over from a JSON file.",
      {"counterpoint session update spring -a music --set pairing.candidates=30 --set "
       "display_name.en='Spring session'",
       "counterpoint session update spring -a music --set tables[0].features=screen,piano",
       "counterpoint session update spring -a music --file session.json --mask days,tables"});
  update->add_option("session", flags->session, "Id or full name of the session")->required();
  auto* set = AddTexts(update, "--set", &flags->assignments,
                       "Set one field; an empty value clears it, the index after the last appends")
                  ->type_name("PATH=VALUE");
  auto* file = update->add_option("--file", flags->file, "Session in JSON; - for standard input")
                   ->type_name("FILE")
                   ->excludes(set);
  AddList(update, "--mask", &flags->mask,
          "Fields of the file to take over; all that are set where left out, * for the whole")
      ->needs(file);
  update->add_flag("--dry-run", flags->dry_run, "Check and show, and change nothing");
  OnChosen(update, chosen, flags, &Update);
}

}  // namespace counterpoint::cli
