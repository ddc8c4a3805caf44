#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/recommendation_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cpp/recommendations.h"

namespace counterpoint::cli {
namespace {

struct ListFlags {
  int limit = 100;
};

struct NamedFlags {
  std::string generation;
};

absl::Status List(Session& session, const ListFlags& flags) {
  const auto alliance = session.Alliance();
  if (!alliance.ok()) return alliance.status();
  v1::ListGenerationsRequest request;
  request.set_parent(*alliance);
  Table table = GenerationList(session.options().language);
  v1::ListGenerationsResponse shown;
  auto generations = session.client().recommendations().ListGenerations(request);
  for (const v1::Generation& generation : generations) {
    if (flags.limit > 0 && shown.generations_size() == flags.limit) {
      session.Note(absl::StrCat("There are more than ", flags.limit, "; raise --limit."));
      break;
    }
    *shown.add_generations() = generation;
    AddGenerationRow(generation, session.options().language, &table);
  }
  if (!generations.status().ok()) return generations.status();
  session.Show(shown, Pointers(shown.generations()), table,
               "Nothing has been refreshed yet. Begin with: counterpoint refresh");
  return absl::OkStatus();
}

absl::Status Get(Session& session, const NamedFlags& flags) {
  const auto name = session.Named(flags.generation, &GenerationName);
  if (!name.ok()) return name.status();
  v1::GetGenerationRequest request;
  request.set_name(*name);
  const auto generation = session.client().recommendations().GetGeneration(request);
  if (!generation.ok()) return generation.status();
  session.Show(*generation, GenerationDetail(*generation, session.options().language));
  return absl::OkStatus();
}

absl::Status RollBack(Session& session, const NamedFlags& flags) {
  const auto name = session.Named(flags.generation, &GenerationName);
  if (!name.ok()) return name.status();
  v1::RollBackRecommendationsRequest request;
  request.set_generation(*name);
  const auto generation = session.client().recommendations().RollBack(request);
  if (!generation.ok()) return generation.status();
  session.Show(*generation, GenerationDetail(*generation, session.options().language));
  session.Note("Portals read it from now on.");
  return absl::OkStatus();
}

}  // namespace

void AddGenerationCommands(CLI::App& app, Action* chosen) {
  CLI::App* group = AddGroup(app, "generation", "What refreshes have made");
  auto list_flags = std::make_shared<ListFlags>();
  CLI::App* list = AddCommand(*group, "list", "List the generations that are kept, newest first.",
                              {"counterpoint generation list -a music"});
  list->add_option("--limit", list_flags->limit, "At most so many; 0 for all")
      ->capture_default_str();
  OnChosen(list, chosen, list_flags, &List);

  auto get_flags = std::make_shared<NamedFlags>();
  CLI::App* get = AddCommand(*group, "get", "Show a generation, with how evenly it shows members.",
                             {"counterpoint generation get current -a music"});
  get->add_option("generation", get_flags->generation, "Number, or current")->required();
  OnChosen(get, chosen, get_flags, &Get);

  auto back_flags = std::make_shared<NamedFlags>();
  CLI::App* back = AddCommand(*group, "roll-back",
                              "Make an older generation the one that portals read, at once.",
                              {"counterpoint generation roll-back 11 -a music"});
  back->add_option("generation", back_flags->generation, "Its number")->required();
  OnChosen(back, chosen, back_flags, &RollBack);
}

}  // namespace counterpoint::cli
