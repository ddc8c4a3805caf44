#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/input_file.h"
#include "clients/cli/interaction_source.h"
#include "clients/cli/progress_bar.h"
#include "clients/cli/rejected_items.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/interactions.h"
#include "nlohmann/json.hpp"

namespace counterpoint::cli {
namespace {

struct ImportFlags {
  std::string file;
  std::string format;
  std::string rejects;
};

absl::StatusOr<std::unique_ptr<InteractionSource>> OpenSource(const ImportFlags& flags,
                                                              const std::string& alliance,
                                                              std::istream* in) {
  if (!IsCsv(flags.format, flags.file)) return InteractionJsonLines(in, alliance);
  auto source = InteractionCsv(in, alliance);
  if (!source.ok()) {
    return UsageError(absl::StrCat(flags.file, ": ", source.status().message()));
  }
  return source;
}

// Sends every item of the source. `summary` tells, also after an error, what
// has been decided.
absl::Status SendAll(Session& session, const std::string& alliance, InteractionSource* source,
                     const InputFile& input, RejectedItems* rejected,
                     client::InteractionImportSummary* summary) {
  ProgressBar progress(session.terminal().err, session.terminal().width, input.size, "interactions",
                       session.terminal().err_is_terminal && !session.options().quiet);
  std::vector<int64_t> lines;  // Of the interactions sent.
  client::InteractionImportOptions options;
  options.parent = alliance;
  const auto import = session.client().interactions().Import(
      options, [&](int64_t position, const v1::Interaction& interaction, const auto& reason) {
        rejected->Add(lines[position], IdOf(interaction.name()), &interaction, reason);
      });
  absl::Status status;
  while (status.ok()) {
    auto item = source->Next();
    // What was read before an error is recorded nevertheless.
    if (!item.ok() || !item->has_value()) {
      status = import->Finish().status();
      if (!item.ok()) status = item.status();
      break;
    }
    if ((*item)->interaction.ok()) {
      lines.push_back((*item)->line);
      status = import->Add(*std::move((*item)->interaction));
    } else {
      rejected->Add((*item)->line, "", nullptr, (*item)->interaction.status());
    }
    const auto& decided = import->summary();
    progress.Update(input.stream->tellg(), decided.recorded + decided.unchanged + rejected->count(),
                    rejected->count());
  }
  progress.Clear();
  *summary = import->summary();
  return status;
}

std::string Summary(const client::InteractionImportSummary& summary,
                    const RejectedItems& rejected) {
  const int64_t items = summary.recorded + summary.unchanged + rejected.count();
  return absl::StrCat(items, " items: ", summary.recorded, " recorded, ", summary.unchanged,
                      " unchanged, ", rejected.count(), " rejected.", rejected.Summary());
}

absl::Status Import(Session& session, const ImportFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  InputFile input;
  if (absl::Status status = OpenInput(session, flags.file, &input); !status.ok()) return status;
  const auto source = OpenSource(flags, *alliance, input.stream);
  if (!source.ok()) return source.status();
  RejectedItems rejected(flags.rejects, "interaction");
  client::InteractionImportSummary summary;
  const absl::Status sent = SendAll(session, *alliance, source->get(), input, &rejected, &summary);
  if (!sent.ok()) {
    session.Note(absl::StrCat("Import cut short. ", Summary(summary, rejected)));
    (void)rejected.Commit();
    return sent;
  }
  if (session.options().output == Output::kTable) {
    session.Note(Summary(summary, rejected));
  } else {
    session.out() << nlohmann::ordered_json{{"recorded", summary.recorded},
                                            {"unchanged", summary.unchanged},
                                            {"rejected", rejected.count()}}
                         .dump()
                  << "\n";
  }
  if (rejected.count() > 0) session.set_exit_code(ExitCode::kRejected);
  return rejected.Commit();
}

}  // namespace

void AddInteractionImportCommand(CLI::App& group, Action* chosen) {
  auto flags = std::make_shared<ImportFlags>();
  CLI::App* import = AddCommand(
      group, "import",
      "Record interactions from CSV or JSON lines. Fields are member and partner, and if wanted "
      "id, kind, time, rating, reason, agreement, value, token and place, named in the header of "
      "CSV or as keys of JSON; they say what the flags of `record` say, and ids are made as there. "
      "Each item is taken or rejected on its own; those that are there already stay as "
      "they are; exit code 4 tells that some were rejected.",
      {"counterpoint interaction import partners.csv -a music",
       "printf 'member,partner,time\\nstudio-one,conservatory,2026-01-31\\n' | counterpoint "
       "interaction import - --format csv -a music",
       "counterpoint interaction import interactions.jsonl -a music --rejects bad.jsonl"});
  import->add_option("file", flags->file, "File to read; - for standard input")->required();
  import->add_option("--format", flags->format, "Format; else the file's extension tells")
      ->check(CLI::IsMember({"jsonl", "csv"}));
  import->add_option("--rejects", flags->rejects, "Write rejected items with reasons to this file")
      ->type_name("FILE");
  OnChosen(import, chosen, flags, &Import);
}

}  // namespace counterpoint::cli
