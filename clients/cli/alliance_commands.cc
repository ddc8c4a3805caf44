#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/field_path.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/text_file.h"
#include "clients/cli/text_language.h"
#include "clients/cli/wording.h"
#include "clients/cpp/alliances.h"

namespace counterpoint::cli {
namespace {

struct AllianceFlags {
  std::string id;
  std::string file;
  std::vector<std::string> names;
  std::vector<std::string> descriptions;
  std::vector<std::string> assignments;
  std::vector<std::string> mask;
  int limit = 100;
  bool force = false;
  bool dry_run = false;
};

Table AllianceDetail(const v1::Alliance& alliance, const std::string& language) {
  Table table({{""}, {""}});
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) table.AddRow({Wording(name, language), value});
  };
  add("ID", IdOf(alliance.name()));
  add("Name", TextIn(alliance.display_name(), language));
  add("Description", TextIn(alliance.description(), language));
  add("Topics", absl::StrCat(alliance.topics_size()));
  add("Revision", absl::StrCat(alliance.revision()));
  if (alliance.policy().has_floor()) add("Floor", absl::StrCat(alliance.policy().floor()));
  if (alliance.policy().has_diversity()) {
    add("Diversity", absl::StrCat(alliance.policy().diversity()));
  }
  add("Updated", ShownTime(alliance.update_time()));
  return table;
}

absl::Status ShowAlliance(Session& session, const absl::StatusOr<v1::Alliance>& alliance) {
  if (!alliance.ok()) return alliance.status();
  session.Show(*alliance, AllianceDetail(*alliance, session.options().language));
  return absl::OkStatus();
}

absl::Status FromFlags(Session& session, const AllianceFlags& flags, v1::Alliance* alliance) {
  if (!flags.file.empty()) {
    absl::Status status = ReadMessageFile(flags.file, *session.terminal().in, alliance);
    if (!status.ok()) return status;
  }
  for (const auto& name : flags.names) AddTagged(name, alliance->mutable_display_name());
  for (const auto& text : flags.descriptions) AddTagged(text, alliance->mutable_description());
  return absl::OkStatus();
}

absl::Status Create(Session& session, const AllianceFlags& flags) {
  v1::CreateAllianceRequest request;
  request.set_alliance_id(IdOf(flags.id));
  absl::Status status = FromFlags(session, flags, request.mutable_alliance());
  if (!status.ok()) return status;
  return ShowAlliance(session, session.client().alliances().Create(request));
}

absl::Status Get(Session& session, const AllianceFlags& flags) {
  v1::GetAllianceRequest request;
  request.set_name(AllianceName(flags.id));
  return ShowAlliance(session, session.client().alliances().Get(request));
}

absl::Status List(Session& session, const AllianceFlags& flags) {
  const std::string& language = session.options().language;
  Table table({{Wording("ID", language)},
               {Wording("NAME", language)},
               {Wording("REVISION", language), Table::Align::kRight},
               {Wording("UPDATED", language)}});
  v1::ListAlliancesResponse shown;
  auto alliances = session.client().alliances().List({});
  for (const v1::Alliance& alliance : alliances) {
    if (flags.limit > 0 && shown.alliances_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit, "; raise --limit."));
      break;
    }
    *shown.add_alliances() = alliance;
    table.AddRow({IdOf(alliance.name()), TextIn(alliance.display_name(), language),
                  absl::StrCat(alliance.revision()), ShownTime(alliance.update_time())});
  }
  if (!alliances.status().ok()) return alliances.status();
  session.Show(shown, Pointers(shown.alliances()), table,
               "No alliances yet. Create one: counterpoint alliance create ID --name NAME");
  return absl::OkStatus();
}

// Changes single fields of the present state; its etag makes the service refuse
// if somebody else was quicker.
absl::Status UpdateFields(Session& session, const AllianceFlags& flags,
                          v1::UpdateAllianceRequest* request) {
  v1::GetAllianceRequest get;
  get.set_name(AllianceName(flags.id));
  auto alliance = session.client().alliances().Get(get);
  if (!alliance.ok()) return alliance.status();
  *request->mutable_alliance() = *std::move(alliance);
  for (const std::string& assignment : flags.assignments) {
    const absl::Status status = SetField(assignment, request->mutable_alliance());
    if (!status.ok()) return UsageError(std::string(status.message()));
    // Named once, however many of its parts are set.
    auto* paths = request->mutable_update_mask()->mutable_paths();
    if (std::find(paths->begin(), paths->end(), TopField(assignment)) == paths->end()) {
      paths->Add(TopField(assignment));
    }
  }
  return absl::OkStatus();
}

absl::Status Update(Session& session, const AllianceFlags& flags) {
  v1::UpdateAllianceRequest request;
  absl::Status status = flags.assignments.empty()
                            ? FromFlags(session, flags, request.mutable_alliance())
                            : UpdateFields(session, flags, &request);
  if (!status.ok()) return status;
  for (const auto& path : flags.mask) request.mutable_update_mask()->add_paths(path);
  request.mutable_alliance()->set_name(AllianceName(flags.id));
  request.set_validate_only(flags.dry_run);
  return ShowAlliance(session, session.client().alliances().Update(request));
}

absl::Status Delete(Session& session, const AllianceFlags& flags) {
  v1::DeleteAllianceRequest request;
  request.set_name(AllianceName(flags.id));
  request.set_force(flags.force);
  request.set_validate_only(flags.dry_run);
  absl::Status status = session.client().alliances().Delete(request);
  if (status.ok()) {
    session.Note(absl::StrCat(flags.dry_run ? "Would delete " : "Deleted ", request.name(), "."));
  }
  return status;
}

void DeclareTexts(CLI::App* command, AllianceFlags* flags) {
  AddTexts(command, "--name", &flags->names,
           "Name; the language is told by the script, or by a tag: \"zh:...\", \"en:...\"")
      ->type_name("TEXT");
  AddTexts(command, "--description", &flags->descriptions, "Description, as --name")
      ->type_name("TEXT");
  command->add_option("--file", flags->file, "Alliance in JSON; - for standard input")
      ->type_name("FILE");
}

void AddUpdate(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<AllianceFlags>();
  CLI::App* update =
      AddCommand(group, "update", "Change an alliance.",
                 {"counterpoint alliance update music --set policy.floor=0.2",
                  "counterpoint alliance update music --file alliance.json --mask topics,policy"});
  update->add_option("alliance", flags->id, "Id of the alliance")->required();
  DeclareTexts(update, flags.get());
  AddTexts(update, "--set", &flags->assignments, "Set one field; an empty value clears it")
      ->type_name("PATH=VALUE")
      ->excludes("--file")
      ->excludes("--name")
      ->excludes("--description");
  AddList(update, "--mask", &flags->mask, "Fields of the file to take over; all where left out");
  update->add_flag("--dry-run", flags->dry_run, "Check and show, and change nothing");
  OnChosen(update, chosen, flags, &Update);
}

}  // namespace

void AddAllianceCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "alliance", "Create, show and change alliances");

  auto create_flags = std::make_shared<AllianceFlags>();
  CLI::App* create = AddCommand(*group, "create", "Create an alliance.",
                                {"counterpoint alliance create music --name \"数字音乐专业联盟\" "
                                 "--name \"Digital Music Alliance\"",
                                 "counterpoint alliance create music --file alliance.json"});
  create->add_option("id", create_flags->id, "1 to 63 of [a-z0-9-]")->required();
  DeclareTexts(create, create_flags.get());
  OnChosen(create, chosen, create_flags, &Create);

  auto get_flags = std::make_shared<AllianceFlags>();
  CLI::App* get =
      AddCommand(*group, "get", "Show an alliance, its policy with all defaults as JSON.",
                 {"counterpoint alliance get music", "counterpoint alliance get music -o json"});
  get->add_option("alliance", get_flags->id, "Id of the alliance")->required();
  OnChosen(get, chosen, get_flags, &Get);

  auto list_flags = std::make_shared<AllianceFlags>();
  CLI::App* list =
      AddCommand(*group, "list", "List the alliances.", {"counterpoint alliance list"});
  list->add_option("--limit", list_flags->limit, "At most so many; 0 for all")
      ->capture_default_str();
  OnChosen(list, chosen, list_flags, &List);

  AddUpdate(*group, chosen);

  auto delete_flags = std::make_shared<AllianceFlags>();
  CLI::App* remove = AddCommand(*group, "delete", "Delete an alliance.",
                                {"counterpoint alliance delete music --force --dry-run"});
  remove->add_option("alliance", delete_flags->id, "Id of the alliance")->required();
  remove->add_flag("--force", delete_flags->force, "Delete its members too");
  remove->add_flag("--dry-run", delete_flags->dry_run, "Check, and delete nothing");
  OnChosen(remove, chosen, delete_flags, &Delete);
}

}  // namespace counterpoint::cli
