#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/moment.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/session_schedule.h"
#include "clients/cli/session_tables.h"
#include "clients/cli/text_file.h"
#include "clients/cli/text_language.h"
#include "clients/cpp/sessions.h"

namespace counterpoint::cli {
namespace {

struct CreateFlags {
  std::string file;
  std::string id;
  std::vector<std::string> names;
  std::vector<std::string> locations;
  std::string time_zone;
  std::vector<std::string> days;
  DaySchedule schedule;
  int tables = 0;
  std::vector<std::string> table_features;
  std::vector<int> source;
  int candidates = 0;
  int least = -1;
  int most = -1;
  std::vector<int> fairness;
  std::string join_deadline;
  bool dry_run = false;
};

absl::Status FillRules(const CreateFlags& flags, v1::Session* session) {
  if (!flags.source.empty()) {
    session->mutable_pairing()->set_source(
        static_cast<v1::PairingRules::Source>(flags.source.back()));
  }
  if (!flags.fairness.empty()) {
    session->mutable_pairing()->set_fairness(
        static_cast<v1::PairingRules::Fairness>(flags.fairness.back()));
  }
  if (flags.candidates != 0) session->mutable_pairing()->set_candidates(flags.candidates);
  if (flags.least >= 0) session->mutable_pairing()->set_least_meetings(flags.least);
  if (flags.most >= 0) session->mutable_pairing()->set_most_meetings(flags.most);
  if (flags.join_deadline.empty()) return absl::OkStatus();
  const auto deadline = ParseMoment(flags.join_deadline);
  if (!deadline.ok()) {
    return UsageError(absl::StrCat("--join-deadline: ", deadline.status().message()));
  }
  *session->mutable_join_deadline() = *deadline;
  return absl::OkStatus();
}

// What the file has, and over it what the flags say.
absl::Status Fill(const CreateFlags& flags, std::istream& in, v1::Session* session) {
  absl::Status filled;
  if (!flags.file.empty()) filled = ReadMessageFile(flags.file, in, session);
  for (const std::string& text : flags.names) AddTagged(text, session->mutable_display_name());
  for (const std::string& text : flags.locations) AddTagged(text, session->mutable_location());
  if (!flags.time_zone.empty()) session->set_time_zone(flags.time_zone);
  if (!flags.days.empty()) filled.Update(FillDays(flags.days, flags.schedule, session));
  if (flags.tables > 0) filled.Update(FillTables(flags.tables, flags.table_features, session));
  filled.Update(FillRules(flags, session));
  return filled;
}

absl::Status Create(Session& session, const CreateFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::CreateSessionRequest request;
  request.set_parent(*alliance);
  const absl::Status filled = Fill(flags, *session.terminal().in, request.mutable_session());
  if (!filled.ok()) return filled;
  request.set_session_id(flags.id.empty() ? IdOf(request.session().name()) : flags.id);
  request.set_validate_only(flags.dry_run);
  const auto created = session.client().sessions().Create(request);
  if (!created.ok()) return created.status();
  session.Show(*created, SessionDetail(*created, session.options().language));
  if (!flags.dry_run) {
    session.Note(absl::StrCat("Next, who takes part: counterpoint session join ",
                              IdOf(created->name()), " --all"));
  }
  return absl::OkStatus();
}

void AddTimes(CLI::App* create, CreateFlags* flags) {
  create->add_option("--time-zone", flags->time_zone, "Of the IANA database: Asia/Shanghai")
      ->type_name("ZONE");
  auto* days = AddList(create, "--day", &flags->days, "A day: 2027-03-02; may be repeated")
                   ->type_name("DATE");
  create->add_option("--from", flags->schedule.from, "Begin of the first slot of each day")
      ->capture_default_str()
      ->type_name("TIME")
      ->needs(days);
  create->add_option("--until", flags->schedule.until, "Latest end of the last slot")
      ->capture_default_str()
      ->type_name("TIME")
      ->needs(days);
  create->add_option("--length", flags->schedule.length, "Minutes of a slot")
      ->capture_default_str()
      ->needs(days);
  create->add_option("--move", flags->schedule.move, "Minutes between slots")
      ->capture_default_str()
      ->needs(days);
  AddList(create, "--pause", &flags->schedule.pauses,
          "No slot reaches into it: 12:00-13:00; may be repeated")
      ->type_name("RANGE")
      ->needs(days);
}

}  // namespace

void AddSessionCreateCommand(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<CreateFlags>();
  CLI::App* create = AddCommand(
      group, "create", "Create a session from flags, or from a JSON file and flags over it.",
      {"counterpoint session create --id spring --name zh:春季对接会 --time-zone Asia/Shanghai "
       "--day 2027-03-02 --pause 12:00-13:00 --tables 12 --table-features t1=screen,remote-link "
       "-a music",
       "counterpoint session create --file session.json -a music"});
  create->add_option("--file", flags->file, "Session in JSON; - for standard input")
      ->type_name("FILE");
  create->add_option("--id", flags->id, "1 to 63 of [a-z0-9-]; else that of the file, or made");
  AddTexts(create, "--name", &flags->names, "Name, as zh:TEXT or en:TEXT")->type_name("TEXT");
  AddTexts(create, "--location", &flags->locations, "Where it is, as zh:TEXT or en:TEXT")
      ->type_name("TEXT");
  AddTimes(create, flags.get());
  auto* tables = create->add_option("--tables", flags->tables, "So many tables, t1, t2, ...")
                     ->check(CLI::PositiveNumber);
  AddTexts(create, "--table-features", &flags->table_features,
           "What a table has: t1=screen,remote-link; may be repeated")
      ->type_name("TABLE=FEATURES")
      ->needs(tables);
  AddVocabulary(create, "--source", &flags->source, v1::PairingRules::Source_descriptor(),
                "Which pairs meet");
  AddVocabulary(create, "--fairness", &flags->fairness, v1::PairingRules::Fairness_descriptor(),
                "Which choice is best");
  create
      ->add_option("--candidates", flags->candidates,
                   "Best partners of each participant that are looked at")
      ->check(CLI::PositiveNumber);
  create->add_option("--least", flags->least, "Meetings that each should have at least")
      ->check(CLI::NonNegativeNumber);
  create->add_option("--most", flags->most, "Meetings that each may have at most")
      ->check(CLI::NonNegativeNumber);
  create
      ->add_option("--join-deadline", flags->join_deadline,
                   "After it nobody joins or leaves: 2027-02-26T18:00:00+08:00")
      ->type_name("TIME");
  create->add_flag("--dry-run", flags->dry_run, "Check and show, and change nothing");
  OnChosen(create, chosen, flags, &Create);
}

}  // namespace counterpoint::cli
