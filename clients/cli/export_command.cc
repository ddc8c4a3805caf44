#include "absl/strings/str_cat.h"
#include "clients/cli/atomic_file.h"
#include "clients/cli/commands.h"
#include "clients/cli/csv_writer.h"
#include "clients/cli/json.h"
#include "clients/cli/member_filter_flags.h"
#include "clients/cli/member_record.h"
#include "clients/cli/viewer_flag.h"
#include "clients/cpp/members.h"

namespace counterpoint::cli {
namespace {

struct ExportFlags {
  std::string to;
  std::string format;
  std::string viewer;
  MemberFilterFlags filter;
};

struct Written {
  int64_t members = 0;
  int64_t revision = 0;
};

absl::StatusOr<Written> WriteAll(client::MemberExport* members, bool csv, std::ostream& out) {
  Written written;
  if (csv) WriteCsvRecord(MemberRecordHeader(), out);
  while (true) {
    const auto response = members->Next();
    if (!response.ok()) return response.status();
    if (!response->has_value()) return written;
    for (const v1::Member& member : (*response)->members()) {
      if (csv) {
        WriteCsvRecord(MemberRecord(member), out);
      } else {
        out << ToJson(member, /*indented=*/false) << "\n";
      }
      ++written.members;
    }
    written.revision = (*response)->revision();
    if (!out) return absl::DataLossError("cannot write the export");
  }
}

absl::Status Export(Session& session, const ExportFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::StreamMembersRequest request;
  request.set_parent(*alliance);
  const auto viewer = ViewerName(session, flags.viewer);
  if (!viewer.ok()) return viewer.status();
  request.set_viewer(*viewer);
  *request.mutable_filter() = flags.filter.ToFilter();
  const bool csv = flags.format.empty() ? flags.to.ends_with(".csv") : flags.format == "csv";
  const auto members = session.client().members().Export(request);
  std::unique_ptr<AtomicFile> file;
  if (!flags.to.empty()) file = std::make_unique<AtomicFile>(flags.to);
  const auto written =
      WriteAll(members.get(), csv, file == nullptr ? session.out() : file->stream());
  if (!written.ok()) return written.status();
  if (file != nullptr) {
    if (absl::Status status = file->Commit(); !status.ok()) return status;
  }
  session.Note(absl::StrCat("Exported ", written->members, " members at revision ",
                            written->revision, ".\nWhat follows: counterpoint watch --from ",
                            written->revision));
  return absl::OkStatus();
}

}  // namespace

void AddExportCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<ExportFlags>();
  CLI::App* command = AddCommand(
      app, "export",
      "Write all members of one moment as JSON lines, which `import` reads, or their plain fields "
      "as CSV.",
      {"counterpoint export -a music > members.jsonl",
       "counterpoint export -a music --to members.csv --kind scene-unit"});
  command
      ->add_option("--to", flags->to,
                   "File to write; it is replaced when all of the export has arrived")
      ->type_name("FILE");
  command->add_option("--format", flags->format, "Format; else the file's extension tells")
      ->check(CLI::IsMember({"jsonl", "csv"}));
  flags->filter.Declare(command);
  AddViewer(command, &flags->viewer);
  OnChosen(command, chosen, flags, &Export);
}

}  // namespace counterpoint::cli
