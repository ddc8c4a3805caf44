#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/cli/atomic_file.h"
#include "clients/cli/commands.h"
#include "clients/cli/json.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/wording.h"
#include "clients/cpp/personal_data.h"

namespace counterpoint::cli {
namespace {

struct HeldDataFlags {
  std::string member;
  std::string to;
};

struct EraseFlags {
  std::string member;
  bool yes = false;
  bool dry_run = false;
};

absl::Status HeldData(Session& session, const HeldDataFlags& flags) {
  const auto name = session.Member(flags.member);
  if (!name.ok()) return name.status();
  v1::ExportMemberDataRequest request;
  request.set_name(*name);
  std::unique_ptr<AtomicFile> file;
  if (!flags.to.empty()) file = std::make_unique<AtomicFile>(flags.to);
  std::ostream& out = file == nullptr ? session.out() : file->stream();
  int records = 0;
  const absl::Status exported = session.client().personal_data().Export(
      request, [&](const v1::ExportMemberDataResponse& record) {
        out << ToJson(record, /*indented=*/false) << "\n";
        ++records;
      });
  if (!exported.ok()) return exported;
  if (!out) return absl::DataLossError("cannot write what is held");
  if (file != nullptr) {
    const absl::Status written = file->Commit();
    if (!written.ok()) return written;
  }
  session.Note(absl::StrCat(records, " records are held about ", *name, "."));
  return absl::OkStatus();
}

absl::Status Erase(Session& session, const EraseFlags& flags) {
  if (!flags.yes && !flags.dry_run) {
    return UsageError("what is erased does not come back: look with --dry-run, then say --yes");
  }
  const auto name = session.Member(flags.member);
  if (!name.ok()) return name.status();
  v1::EraseMemberRequest request;
  request.set_name(*name);
  request.set_validate_only(flags.dry_run);
  const auto erased = session.client().personal_data().Erase(request);
  if (!erased.ok()) return erased.status();
  const std::string& language = session.options().language;
  Table table({{Wording("KIND", language)},
               {Wording("REMOVED", language), Table::Align::kRight},
               {Wording("REWRITTEN", language), Table::Align::kRight}});
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> kinds;
  for (const auto& [kind, count] : erased->removed()) kinds[kind].first = count;
  for (const auto& [kind, count] : erased->rewritten()) kinds[kind].second = count;
  for (const auto& [kind, counts] : kinds) {
    table.AddRow({kind, absl::StrCat(counts.first), absl::StrCat(counts.second)});
  }
  session.Show(*erased, table);
  session.Note(flags.dry_run ? "Nothing was removed."
               : erased->has_backups_gone_time()
                   ? absl::StrCat("Erased. Backups made before still have it, until ",
                                  ShownTime(erased->backups_gone_time()),
                                  " as long as new ones are made.")
                   : std::string("Erased. Backups made before still have it: see how long they "
                                 "are kept."));
  return absl::OkStatus();
}

}  // namespace

void AddMemberDataCommands(CLI::App& group, Action* chosen) {
  auto held = std::make_shared<HeldDataFlags>();
  CLI::App* data = AddCommand(
      group, "held-data",
      "Write everything that is held about a member as JSON lines: its profile, what others have "
      "recorded with it, sessions, plans, lists, log and audit entries.",
      {"counterpoint member held-data north-wind -a music --to north-wind.jsonl"});
  data->add_option("member", held->member, "Id or full name of the member")->required();
  data->add_option("--to", held->to, "File to write")->type_name("FILE");
  OnChosen(data, chosen, held, &HeldData);

  auto flags = std::make_shared<EraseFlags>();
  CLI::App* erase = AddCommand(
      group, "erase",
      "Remove a member with everything that names it, for good. Records that others share with it "
      "go on under a pseudonym; everything else is gone, also from the server's disk. For a member "
      "that merely leaves, `delete` is enough.",
      {"counterpoint member erase north-wind -a music --dry-run",
       "counterpoint member erase north-wind -a music --yes"});
  erase->add_option("member", flags->member, "Id or full name of the member")->required();
  erase->add_flag("--yes", flags->yes, "Do it");
  erase->add_flag("--dry-run", flags->dry_run, "Tell what would be removed, and remove nothing");
  OnChosen(erase, chosen, flags, &Erase);
}

}  // namespace counterpoint::cli
