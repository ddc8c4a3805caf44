#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/session_tables.h"
#include "clients/cli/text_language.h"
#include "clients/cpp/sessions.h"

namespace counterpoint::cli {
namespace {

struct NamedFlags {
  std::string session;
};

struct ListFlags {
  int limit = 100;
};

struct DeleteFlags {
  std::string session;
  bool force = false;
};

struct CopyFlags {
  std::string session;
  std::string id;
  std::vector<std::string> names;
  std::string first_date;
  bool with_participants = false;
  bool skip_met_pairs = false;
};

absl::Status Get(Session& session, const NamedFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  v1::GetSessionRequest request;
  request.set_name(*name);
  const auto found = session.client().sessions().Get(request);
  if (!found.ok()) return found.status();
  session.Show(*found, SessionDetail(*found, session.options().language));
  return absl::OkStatus();
}

absl::Status List(Session& session, const ListFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::ListSessionsRequest request;
  request.set_parent(*alliance);
  const std::string& language = session.options().language;
  Table table = SessionList(language);
  v1::ListSessionsResponse shown;
  auto sessions = session.client().sessions().List(request);
  for (const v1::Session& found : sessions) {
    if (flags.limit > 0 && shown.sessions_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit, "; raise --limit."));
      break;
    }
    *shown.add_sessions() = found;
    AddSessionRow(found, language, &table);
  }
  if (!sessions.status().ok()) return sessions.status();
  session.Show(shown, Pointers(shown.sessions()), table,
               "No sessions yet. Make one: counterpoint session create --name NAME --time-zone "
               "Asia/Shanghai --day 2027-03-02 --tables 12");
  return absl::OkStatus();
}

absl::Status Delete(Session& session, const DeleteFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  v1::DeleteSessionRequest request;
  request.set_name(*name);
  request.set_force(flags.force);
  absl::Status status = session.client().sessions().Delete(request);
  if (status.ok()) session.Note(absl::StrCat("Deleted ", *name, " and all within it."));
  return status;
}

absl::Status Copy(Session& session, const CopyFlags& flags) {
  const auto name = session.MatchmakingSession(flags.session);
  if (!name.ok()) return name.status();
  v1::CopySessionRequest request;
  request.set_name(*name);
  request.set_session_id(flags.id);
  for (const std::string& text : flags.names) AddTagged(text, request.mutable_display_name());
  request.set_first_date(flags.first_date);
  request.set_with_participants(flags.with_participants);
  request.set_skip_met_pairs(flags.skip_met_pairs);
  const auto copy = session.client().sessions().Copy(request);
  if (!copy.ok()) return copy.status();
  session.Show(*copy, SessionDetail(*copy, session.options().language));
  return absl::OkStatus();
}

void AddCopy(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<CopyFlags>();
  CLI::App* copy = AddCommand(
      group, "copy", "Make a new draft from a session: its times, tables and rules.",
      {"counterpoint session copy spring --id autumn --first-date 2027-09-07 -a music",
       "counterpoint session copy day-1 --id day-2 --first-date 2027-03-03 --with-participants "
       "--skip-met-pairs -a music"});
  copy->add_option("session", flags->session, "Id or full name of the session")->required();
  copy->add_option("--id", flags->id, "Id of the new session; else one is made");
  AddTexts(copy, "--name", &flags->names, "Name of the new one, as zh:TEXT or en:TEXT")
      ->type_name("TEXT");
  copy->add_option("--first-date", flags->first_date,
                   "First day of the new one; the others and named slots move along")
      ->type_name("DATE");
  copy->add_flag("--with-participants", flags->with_participants,
                 "With participants and rules that name members");
  copy->add_flag("--skip-met-pairs", flags->skip_met_pairs,
                 "Those who met in the old session do not meet again");
  OnChosen(copy, chosen, flags, &Copy);
}

}  // namespace

void AddSessionCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "session", "Matchmaking sessions: set up, plan, hold");
  AddSessionCreateCommand(*group, chosen);

  auto list_flags = std::make_shared<ListFlags>();
  CLI::App* list = AddCommand(*group, "list", "List sessions, in order of id.",
                              {"counterpoint session list -a music"});
  list->add_option("--limit", list_flags->limit, "At most so many; 0 for all")
      ->capture_default_str();
  OnChosen(list, chosen, list_flags, &List);

  auto get_flags = std::make_shared<NamedFlags>();
  CLI::App* get = AddCommand(*group, "get", "Show a session.",
                             {"counterpoint session get spring -a music",
                              "counterpoint session get spring -a music -o json > session.json"});
  get->add_option("session", get_flags->session, "Id or full name of the session")->required();
  OnChosen(get, chosen, get_flags, &Get);

  AddSessionUpdateCommand(*group, chosen);
  AddCopy(*group, chosen);

  auto delete_flags = std::make_shared<DeleteFlags>();
  CLI::App* remove =
      AddCommand(*group, "delete", "Delete a session with its participants, plans and outcomes.",
                 {"counterpoint session delete spring -a music"});
  remove->add_option("session", delete_flags->session, "Id or full name of the session")
      ->required();
  remove->add_flag("--force", delete_flags->force, "Also where it is published or running");
  OnChosen(remove, chosen, delete_flags, &Delete);

  AddSessionStateCommands(*group, chosen);
  AddParticipantCommands(*group, chosen);
  AddSessionPairCommands(*group, chosen);
  AddSessionPlanCommands(*group, chosen);
  AddSessionDayCommands(*group, chosen);
}

}  // namespace counterpoint::cli
