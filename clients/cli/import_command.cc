#include <deque>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/import_report.h"
#include "clients/cli/input_file.h"
#include "clients/cli/member_source.h"
#include "clients/cli/progress_bar.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/text_file.h"
#include "clients/cli/text_language.h"
#include "clients/cpp/alliances.h"
#include "clients/cpp/members.h"

namespace counterpoint::cli {
namespace {

struct ImportFlags {
  std::string file;
  std::string format;
  std::string mapping;
  std::string rejects;
  std::string existing = "replace";
  bool dry_run = false;
  bool create_alliance = false;
};

absl::StatusOr<std::unique_ptr<MemberSource>> OpenSource(Session& session, const ImportFlags& flags,
                                                         std::istream* in) {
  if (!IsCsv(flags.format, flags.file)) {
    if (!flags.mapping.empty()) return UsageError("--mapping is for CSV; add --format csv");
    return JsonLinesSource(in);
  }
  if (flags.mapping.empty()) {
    return UsageError(
        "what do the columns mean? Name a mapping with --mapping FILE.json; the format is "
        "described in clients/README.md");
  }
  const auto text = ReadTextFile(flags.mapping, *session.terminal().in);
  if (!text.ok()) return text.status();
  auto mapping = ParseMapping(*text);
  if (!mapping.ok()) {
    return UsageError(absl::StrCat(flags.mapping, ": ", mapping.status().message()));
  }
  auto source = CsvSource(in, *std::move(mapping));
  if (!source.ok()) {
    return UsageError(absl::StrCat(flags.mapping, ": ", source.status().message()));
  }
  return source;
}

absl::Status EnsureAlliance(Session& session, const std::string& name) {
  v1::CreateAllianceRequest request;
  request.set_alliance_id(IdOf(name));
  (*request.mutable_alliance()->mutable_display_name())[LanguageOf(IdOf(name))] = IdOf(name);
  const auto created = session.client().alliances().Create(request);
  return absl::IsAlreadyExists(created.status()) ? absl::OkStatus() : created.status();
}

// Sends every item of the source; the verdicts go to the report.
absl::StatusOr<client::ImportSummary> SendAll(Session& session,
                                              const client::ImportOptions& options,
                                              MemberSource* source, const InputFile& input,
                                              ImportReport* report) {
  ProgressBar progress(session.terminal().err, session.terminal().width, input.size, "members",
                       session.terminal().err_is_terminal && !session.options().quiet);
  // Lines of the members that wait for their verdicts, which come in order.
  std::deque<int64_t> lines;
  const auto import = session.client().members().Import(
      options, [&](const v1::Member& member, const v1::ImportMembersResponse::Verdict& verdict) {
        report->Add(lines.front(), member, verdict);
        lines.pop_front();
      });
  while (true) {
    auto item = source->Next();
    if (!item.ok()) {
      // What was read before stays imported, so its verdicts are waited for.
      (void)import->Finish();
      progress.Clear();
      return item.status();
    }
    if (!item->has_value()) break;
    if (!(*item)->member.ok()) {
      report->AddUnreadable((*item)->line, (*item)->member.status());
      continue;
    }
    report->AddTruncated((*item)->truncated);
    lines.push_back((*item)->line);
    if (absl::Status status = import->Add(*std::move((*item)->member)); !status.ok()) {
      progress.Clear();
      return status;
    }
    progress.Update(input.stream->tellg(), report->items(), report->rejected());
  }
  auto summary = import->Finish();
  progress.Clear();
  return summary;
}

absl::Status Import(Session& session, const ImportFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  InputFile input;
  if (absl::Status status = OpenInput(session, flags.file, &input); !status.ok()) return status;
  const auto source = OpenSource(session, flags, input.stream);
  if (!source.ok()) return source.status();
  if (flags.create_alliance && !flags.dry_run) {
    if (absl::Status status = EnsureAlliance(session, *alliance); !status.ok()) return status;
  }
  client::ImportOptions options;
  options.parent = *alliance;
  options.validate_only = flags.dry_run;
  options.existing = flags.existing == "reject" ? v1::ImportMembersRequest::REJECT
                                                : v1::ImportMembersRequest::REPLACE;
  ImportReport report(flags.rejects);
  const auto summary = SendAll(session, options, source->get(), input, &report);
  if (!summary.ok()) {
    session.Note(absl::StrCat("Import cut short. ", report.Summary(flags.dry_run)));
    (void)report.Commit();
    return summary.status();
  }
  if (session.options().output == Output::kTable) {
    session.Note(report.Summary(flags.dry_run));
  } else {
    session.out() << report.SummaryJson(summary->revision) << "\n";
  }
  if (report.rejected() > 0) session.set_exit_code(ExitCode::kRejected);
  return report.Commit();
}

}  // namespace

void AddImportCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<ImportFlags>();
  CLI::App* import = AddCommand(
      app, "import",
      "Import members from JSON lines (as `export` writes them) or from CSV with a mapping. "
      "Each item is taken or rejected on its own; exit code 4 tells that some were rejected.",
      {"counterpoint import members.jsonl -a music",
       "counterpoint import members.csv --mapping mapping.json -a music --dry-run",
       "cat members.jsonl | counterpoint import - -a music --create-alliance --rejects bad.jsonl"});
  import->add_option("file", flags->file, "File to read; - for standard input")->required();
  import->add_option("--format", flags->format, "Format; else the file's extension tells")
      ->check(CLI::IsMember({"jsonl", "csv"}));
  import->add_option("--mapping", flags->mapping, "What the columns of a CSV file mean")
      ->type_name("FILE");
  import->add_option("--rejects", flags->rejects, "Write rejected items with reasons to this file")
      ->type_name("FILE");
  import->add_option("--existing", flags->existing, "What to do with members that exist")
      ->capture_default_str()
      ->check(CLI::IsMember({"replace", "reject"}));
  import->add_flag("--dry-run", flags->dry_run, "Give verdicts, and change nothing");
  import->add_flag("--create-alliance", flags->create_alliance,
                   "Create the alliance where there is none");
  OnChosen(import, chosen, flags, &Import);
}

}  // namespace counterpoint::cli
