#include "absl/strings/str_cat.h"
#include "clients/cli/atomic_file.h"
#include "clients/cli/commands.h"
#include "clients/cli/json.h"
#include "clients/cli/match_pages.h"
#include "clients/cli/member_filter_flags.h"
#include "clients/cli/recommendation_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/recommendations.h"

namespace counterpoint::cli {
namespace {

struct ListFlags {
  std::string member;
  int limit = 20;
  double min_score = 0;
  bool patch = false;
  std::string generation;
  MemberFilterFlags filter;
};

struct ExportFlags {
  std::string to;
  double min_score = 0;
  std::string generation;
  MemberFilterFlags members;
};

absl::Status List(Session& session, const ListFlags& flags) {
  const auto member = session.Member(flags.member);
  if (!member.ok()) return member.status();
  v1::ListRecommendationsRequest request;
  request.set_member(*member);
  *request.mutable_filter() = flags.filter.ToFilter();
  request.set_min_score(flags.min_score);
  if (flags.patch) request.set_change_mode(v1::ListRecommendationsRequest::PATCH);
  if (!flags.generation.empty()) {
    request.set_generation(GenerationName(AllianceOf(*member), flags.generation));
  }
  const auto response = GatherPages(
      request, flags.limit,
      [&](const auto& page) { return session.client().recommendations().List(page); },
      [](auto& page) { return page.mutable_list()->mutable_recommendations(); });
  if (!response.ok()) return response.status();
  const std::string& language = session.options().language;
  session.Show(
      *response, Pointers(response->list().recommendations()),
      RecommendationTable(response->list(), language),
      "Nobody is recommended. See who comes near: counterpoint recommend MEMBER --floor 0");
  if (session.options().output != Output::kTable) return absl::OkStatus();
  if (response->list().member_changed()) {
    session.Note("The member's own profile has changed since; --patch judges anew.");
  }
  session.Note(StoredProvenanceLine(response->provenance(), language));
  return absl::OkStatus();
}

absl::Status Export(Session& session, const ExportFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::ReadRecommendationsRequest request;
  request.set_parent(*alliance);
  *request.mutable_member_filter() = flags.members.ToFilter();
  request.set_min_score(flags.min_score);
  if (!flags.generation.empty()) {
    request.set_generation(GenerationName(*alliance, flags.generation));
  }
  std::unique_ptr<AtomicFile> file;
  if (!flags.to.empty()) file = std::make_unique<AtomicFile>(flags.to);
  std::ostream& out = file == nullptr ? session.out() : file->stream();
  const auto lists = session.client().recommendations().Read(request);
  v1::StoredProvenance provenance;
  int64_t written = 0;
  for (;;) {
    const auto response = lists->Next();
    if (!response.ok()) return response.status();
    if (!response->has_value()) break;
    if ((*response)->has_provenance()) provenance = (*response)->provenance();
    for (const v1::RecommendationList& list : (*response)->lists()) {
      out << ToJson(list, /*indented=*/false) << "\n";
      ++written;
    }
    if (!out) return absl::DataLossError("cannot write the export");
  }
  if (file != nullptr) {
    if (const absl::Status status = file->Commit(); !status.ok()) return status;
  }
  session.Note(absl::StrCat("Exported ", written, " lists. ",
                            StoredProvenanceLine(provenance, session.options().language)));
  return absl::OkStatus();
}

}  // namespace

void AddRecommendationCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "recommendations", "Stored lists, as a refresh has made them");
  auto list_flags = std::make_shared<ListFlags>();
  CLI::App* list =
      AddCommand(*group, "list", "Show the stored list of a member.",
                 {"counterpoint recommendations list studio-one -a music",
                  "counterpoint recommendations list studio-one -a music --kind investor --patch"});
  list->add_option("member", list_flags->member, "Id or full name of the member")->required();
  list->add_option("--limit", list_flags->limit, "At most so many")
      ->capture_default_str()
      ->check(CLI::Range(1, 200));
  list->add_option("--min-score", list_flags->min_score, "Leave out what scores lower")
      ->check(CLI::Range(0.0, 1.0));
  list->add_flag("--patch", list_flags->patch,
                 "Judge anew what has changed since the refresh, instead of saying so");
  list->add_option("--generation", list_flags->generation, "A generation other than the current")
      ->type_name("NUMBER");
  list_flags->filter.Declare(list);
  OnChosen(list, chosen, list_flags, &List);

  auto export_flags = std::make_shared<ExportFlags>();
  CLI::App* exported = AddCommand(
      *group, "export", "Write the stored lists of all members as JSON lines, a member a line.",
      {"counterpoint recommendations export -a music > lists.jsonl",
       "counterpoint recommendations export -a music --to lists.jsonl --kind creator"});
  exported
      ->add_option("--to", export_flags->to,
                   "File to write; it is replaced when all of the export has arrived")
      ->type_name("FILE");
  exported->add_option("--min-score", export_flags->min_score, "Leave out what scores lower")
      ->check(CLI::Range(0.0, 1.0));
  exported
      ->add_option("--generation", export_flags->generation, "A generation other than the current")
      ->type_name("NUMBER");
  export_flags->members.Declare(exported);
  OnChosen(exported, chosen, export_flags, &Export);
  AddRecommendationChangeCommands(*group, chosen);
}

}  // namespace counterpoint::cli
