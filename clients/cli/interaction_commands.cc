#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/interaction_tables.h"
#include "clients/cli/moment.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/interactions.h"

namespace counterpoint::cli {
namespace {

struct RecordFlags {
  std::string member;
  std::string partner;
  std::vector<int> kind;
  int rating = 0;
  std::vector<int> reason;
  std::vector<int> agreement;
  std::vector<int> value;
  std::string token;
  int place = 0;
  std::string time;
  std::string id;
};

struct NamedFlags {
  std::string interaction;
};

struct ListFlags {
  std::string member;
  std::vector<int> kinds;
  int limit = 100;
};

// The value that was given last; 0 where none was.
int LastOf(const std::vector<int>& values) { return values.empty() ? 0 : values.back(); }

absl::StatusOr<v1::Interaction> InteractionOf(const RecordFlags& flags,
                                              const std::string& alliance) {
  v1::Interaction interaction;
  interaction.set_member(MemberName(alliance, flags.member));
  interaction.set_partner(MemberName(alliance, flags.partner));
  interaction.set_kind(flags.kind.empty() ? v1::PARTNERSHIP
                                          : static_cast<v1::InteractionKind>(flags.kind.back()));
  interaction.set_name(InteractionName(
      alliance, flags.id.empty()
                    ? InteractionId(interaction.kind(), IdOf(flags.member), IdOf(flags.partner))
                    : flags.id));
  interaction.set_rating(flags.rating);
  interaction.set_decline_reason(static_cast<v1::DeclineReason>(LastOf(flags.reason)));
  interaction.set_agreement_type(static_cast<v1::AgreementType>(LastOf(flags.agreement)));
  interaction.set_value_band(static_cast<v1::ValueBand>(LastOf(flags.value)));
  interaction.set_attribution_token(flags.token);
  interaction.set_place(flags.place);
  if (!flags.time.empty()) {
    const auto time = ParseMoment(flags.time);
    if (!time.ok()) return UsageError(absl::StrCat("--time: ", time.status().message()));
    *interaction.mutable_occur_time() = *time;
  }
  return interaction;
}

absl::Status Record(Session& session, const RecordFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  auto interaction = InteractionOf(flags, *alliance);
  if (!interaction.ok()) return interaction.status();
  v1::BatchRecordInteractionsRequest request;
  request.set_parent(*alliance);
  *request.add_interactions() = *std::move(interaction);
  const auto response = session.client().interactions().BatchRecord(request);
  if (!response.ok()) return response.status();
  const v1::Interaction& kept = response->interactions(0);
  session.Show(kept, InteractionDetail(kept, session.options().language));
  session.Note(response->recorded_count() == 1 ? "Recorded."
                                               : "Was recorded already; nothing changed.");
  return absl::OkStatus();
}

absl::Status Get(Session& session, const NamedFlags& flags) {
  const auto name = session.Interaction(flags.interaction);
  if (!name.ok()) return name.status();
  v1::GetInteractionRequest request;
  request.set_name(*name);
  const auto interaction = session.client().interactions().Get(request);
  if (!interaction.ok()) return interaction.status();
  session.Show(*interaction, InteractionDetail(*interaction, session.options().language));
  return absl::OkStatus();
}

std::string WhyEmpty(const ListFlags& flags) {
  if (!flags.kinds.empty()) return "No interaction is of this kind.";
  if (!flags.member.empty()) return "This member has part in no interaction.";
  return "No interactions yet. Record one: counterpoint interaction record MEMBER PARTNER";
}

absl::Status List(Session& session, const ListFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::ListInteractionsRequest request;
  request.set_parent(*alliance);
  if (!flags.member.empty()) request.set_member(MemberName(*alliance, flags.member));
  for (const int kind : std::set<int>(flags.kinds.begin(), flags.kinds.end())) {
    request.add_kinds(static_cast<v1::InteractionKind>(kind));
  }
  request.set_page_size(1000);
  const std::string& language = session.options().language;
  Table table = InteractionList(language);
  v1::ListInteractionsResponse shown;
  auto interactions = session.client().interactions().List(request);
  for (const v1::Interaction& interaction : interactions) {
    if (flags.limit > 0 && shown.interactions_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit, "; raise --limit."));
      break;
    }
    *shown.add_interactions() = interaction;
    AddInteractionRow(interaction, language, &table);
  }
  if (!interactions.status().ok()) return interactions.status();
  session.Show(shown, Pointers(shown.interactions()), table, WhyEmpty(flags));
  return absl::OkStatus();
}

absl::Status Delete(Session& session, const NamedFlags& flags) {
  const auto name = session.Interaction(flags.interaction);
  if (!name.ok()) return name.status();
  v1::DeleteInteractionRequest request;
  request.set_name(*name);
  absl::Status status = session.client().interactions().Delete(request);
  if (status.ok()) session.Note(absl::StrCat("Deleted ", *name, "."));
  return status;
}

void AddRecord(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<RecordFlags>();
  CLI::App* record = AddCommand(
      group, "record",
      "Record what happened between two members; without --kind, that they work together or have "
      "done so. The first is who did it: viewed, saved, accepted or declined the suggestion of the "
      "second, did not come to it, or rates it. Without --id it is kept under an id that is made "
      "from the two and the kind, so that recording the same again changes nothing. Partners, "
      "those who have signed an agreement, those in conflict, and for 180 days those of whom one "
      "has declined are not recommended to each other, from now on.",
      {"counterpoint interaction record studio-one conservatory -a music",
       "counterpoint interaction record studio-one conservatory -a music --kind rated --rating 4",
       "counterpoint interaction record studio-one conservatory -a music --kind declined --reason "
       "too-early --token TOKEN --place 3",
       "counterpoint interaction record studio-one conservatory -a music --kind agreement-signed "
       "--agreement licence-agreement --value up-to-1-million",
       "counterpoint interaction record studio-one conservatory -a music --time 2026-01-31 "
       "--id album-2026"});
  record->add_option("member", flags->member, "Id or full name of a member")->required();
  record->add_option("partner", flags->partner, "Id or full name of the other")->required();
  AddVocabulary(record, "--kind", &flags->kind, v1::InteractionKind_descriptor(),
                "What happened; else the first of");
  record->add_option("--rating", flags->rating, "1 to 5, with the kind rated")
      ->check(CLI::Range(1, 5))
      ->type_name("N");
  AddVocabulary(record, "--reason", &flags->reason, v1::DeclineReason_descriptor(),
                "Why, with the kind declined");
  AddVocabulary(record, "--agreement", &flags->agreement, v1::AgreementType_descriptor(),
                "What was signed, with the kind agreement-signed");
  AddVocabulary(record, "--value", &flags->value, v1::ValueBand_descriptor(),
                "What it is worth over its whole time, in CNY");
  record
      ->add_option("--token", flags->token,
                   "Attribution token of the list that one was suggested in to the other")
      ->type_name("TOKEN");
  record->add_option("--place", flags->place, "Place in that list, from 1")
      ->check(CLI::Range(1, 10'000))
      ->type_name("N");
  record
      ->add_option("--time", flags->time,
                   "When it happened or began: 2026-01-31 or 2026-01-31T09:30:00+08:00; now "
                   "without it")
      ->type_name("TIME");
  record->add_option("--id", flags->id,
                     "1 to 63 of [a-z0-9-]; needed for a second interaction of the same two");
  OnChosen(record, chosen, flags, &Record);
}

}  // namespace

void AddInteractionCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "interaction", "Record what happened between members");
  AddRecord(*group, chosen);
  AddInteractionImportCommand(*group, chosen);

  auto list_flags = std::make_shared<ListFlags>();
  CLI::App* list = AddCommand(
      *group, "list", "List interactions, in order of id.",
      {"counterpoint interaction list -a music --member studio-one",
       "counterpoint interaction list -a music --kind declined --kind conflict",
       "counterpoint interaction list -a music -o jsonl --limit 0 > interactions.jsonl"});
  list->add_option("--member", list_flags->member, "Only those that this member has part in")
      ->type_name("MEMBER");
  AddVocabulary(list, "--kind", &list_flags->kinds, v1::InteractionKind_descriptor(),
                "Only of this kind");
  list->add_option("--limit", list_flags->limit, "At most so many; 0 for all")
      ->capture_default_str();
  OnChosen(list, chosen, list_flags, &List);

  auto get_flags = std::make_shared<NamedFlags>();
  CLI::App* get = AddCommand(*group, "get", "Show an interaction.",
                             {"counterpoint interaction get conservatory--studio-one -a music"});
  get->add_option("interaction", get_flags->interaction, "Id or full name of the interaction")
      ->required();
  OnChosen(get, chosen, get_flags, &Get);

  auto delete_flags = std::make_shared<NamedFlags>();
  CLI::App* remove =
      AddCommand(*group, "delete", "Delete an interaction that was recorded by mistake.",
                 {"counterpoint interaction delete conservatory--studio-one -a music"});
  remove->add_option("interaction", delete_flags->interaction, "Id or full name of the interaction")
      ->required();
  OnChosen(remove, chosen, delete_flags, &Delete);
}

}  // namespace counterpoint::cli
