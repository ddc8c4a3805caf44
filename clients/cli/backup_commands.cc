#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/commands.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/wording.h"
#include "clients/cpp/backups.h"

namespace counterpoint::cli {
namespace {

struct CreateFlags {
  bool no_wait = false;
};

struct ListFlags {};

std::string ShownSize(std::int64_t bytes) {
  return absl::StrFormat("%.1f MiB", static_cast<double>(bytes) / (1 << 20));
}

std::string ShownState(const v1::Backup& backup, const std::string& language) {
  switch (backup.state()) {
    case v1::Backup::MAKING:
      return backup.bytes_to_do() == 0
                 ? Wording("being made", language)
                 : absl::StrCat(Wording("being made", language), ", ",
                                100 * backup.bytes_done() / backup.bytes_to_do(), " %");
    case v1::Backup::VERIFIED:
      return Wording("verified", language);
    case v1::Backup::UNVERIFIED:
      return Wording("not verified", language);
    case v1::Backup::DAMAGED:
      return absl::StrCat(Wording("damaged", language), ": ", backup.fault());
    case v1::Backup::FAILED:
      return absl::StrCat(Wording("failed", language), ": ", backup.fault());
    default:
      return "";
  }
}

Table EmptyTable(const std::string& language) {
  return Table({{Wording("NAME", language)},
                {Wording("BEGAN", language)},
                {Wording("SEQUENCE", language), Table::Align::kRight},
                {Wording("SIZE", language), Table::Align::kRight},
                {Wording("STATE", language)}});
}

void AddRow(const v1::Backup& backup, const std::string& language, Table* table) {
  table->AddRow({backup.name(), backup.has_begin_time() ? ShownTime(backup.begin_time()) : "",
                 backup.sequence() == 0 ? "" : absl::StrCat(backup.sequence()),
                 backup.bytes() == 0 ? "" : ShownSize(backup.bytes()),
                 ShownState(backup, language)});
}

absl::Status OutcomeOf(const v1::Backup& backup) {
  if (backup.state() != v1::Backup::FAILED && backup.state() != v1::Backup::DAMAGED) {
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat(backup.name(), " ", ShownState(backup, "en")));
}

absl::Status Create(Session& session, const CreateFlags& flags) {
  const std::string& language = session.options().language;
  auto backup = session.client().backups().Create();
  if (!backup.ok()) return backup.status();
  if (!flags.no_wait) {
    std::string told;
    backup = session.client().backups().AwaitEnd(backup->name(), [&](const v1::Backup& now) {
      const std::string state = absl::StrCat(now.name(), " ", ShownState(now, language));
      if (state != told) session.Note(state);
      told = state;
    });
    if (!backup.ok()) return backup.status();
  }
  Table table = EmptyTable(language);
  AddRow(*backup, language, &table);
  session.Show(*backup, table);
  if (flags.no_wait) session.Note("See how far it is: counterpoint backup list");
  return OutcomeOf(*backup);
}

absl::Status List(Session& session, const ListFlags& /*flags*/) {
  const auto listed = session.client().backups().List();
  if (!listed.ok()) return listed.status();
  const std::string& language = session.options().language;
  Table table = EmptyTable(language);
  if (listed->has_under_way()) AddRow(listed->under_way(), language, &table);
  for (const v1::Backup& backup : listed->backups()) AddRow(backup, language, &table);
  session.Show(*listed, Pointers(listed->backups()), table,
               "No backups. Make one: counterpoint backup create");
  return absl::OkStatus();
}

}  // namespace

void AddBackupCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "backup", "Copies of everything the server keeps");

  auto create_flags = std::make_shared<CreateFlags>();
  CLI::App* create = AddCommand(
      *group, "create",
      "Copy everything while the server goes on, into the folder that its configuration names, "
      "and verify the copy. For administrators of all alliances. `counterpointd restore` makes "
      "data of it.",
      {"counterpoint backup create", "counterpoint backup create --no-wait"});
  create->add_flag("--no-wait", create_flags->no_wait, "Begin it, and do not wait for its end");
  OnChosen(create, chosen, create_flags, &Create);

  auto list_flags = std::make_shared<ListFlags>();
  CLI::App* list = AddCommand(*group, "list", "Backups that are there, the newest first.",
                              {"counterpoint backup list", "counterpoint backup list -o json"});
  OnChosen(list, chosen, list_flags, &List);
}

}  // namespace counterpoint::cli
