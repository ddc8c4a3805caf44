#include "clients/cli/recommendation_tables.h"

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/cli/match_tables.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/text_language.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

constexpr Table::Align kRight = Table::Align::kRight;

std::string Percent(double share) { return absl::StrFormat("%.1f%%", 100 * share); }

std::string NotesOn(const v1::Recommendation& entry, const std::string& language) {
  std::vector<std::string> notes;
  if (entry.pinned()) notes.push_back(Wording("pinned", language));
  if (!entry.staff_rule().empty()) {
    notes.push_back(absl::StrCat(Wording("rule", language), " ", IdOf(entry.staff_rule())));
  }
  if (entry.partner_changed()) notes.push_back(Wording("profile changed since", language));
  return absl::StrJoin(notes, language == "zh" ? "，" : ", ");
}

// "entered at 3", "4 -> 2": where it was and is.
std::string Places(const v1::RecommendationChange& change) {
  const auto place = [](int number) {
    return number == 0 ? std::string("-") : absl::StrCat(number);
  };
  return absl::StrCat(place(change.old_place()), " -> ", place(change.new_place()));
}

std::string ShownSpread(const v1::ExposureSpread& spread, const std::string& language) {
  return absl::StrCat("Gini ", absl::StrFormat("%.3f", spread.gini()), ", ",
                      Percent(spread.unlisted_share()), " ", Wording("in no list", language), ", ",
                      Wording("at most in", language), " ", spread.most_lists());
}

std::string StateOf(const v1::Generation& generation, const std::string& language) {
  if (generation.current()) return Wording("current", language);
  if (generation.shadow()) return Wording("shadow", language);
  return ShownName(*v1::Generation::State_descriptor(), generation.state(), language);
}

}  // namespace

Table RecommendationTable(const v1::RecommendationList& list, const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  bool acceptance = false;
  for (const v1::Recommendation& entry : list.recommendations()) {
    acceptance |= entry.has_acceptance_probability();
  }
  std::vector<Table::Column> columns{{heading("PLACE"), kRight}, {heading("ID")},
                                     {heading("PARTNER")},       {heading("KIND")},
                                     {heading("REGION")},        {heading("SCORE"), kRight},
                                     {heading("GAIN"), kRight},  {heading("PARTNER GAIN"), kRight}};
  if (acceptance) columns.push_back({heading("ACCEPTANCE"), kRight});
  columns.push_back({heading("NOTES")});
  Table table(std::move(columns));
  for (const v1::Recommendation& entry : list.recommendations()) {
    std::vector<std::string> cells{absl::StrCat(entry.place()),
                                   IdOf(entry.partner().name()),
                                   TextIn(entry.partner().display_name(), language),
                                   ShownKind(entry.partner().kind(), language),
                                   entry.partner().region(),
                                   ShownScore(entry.score()),
                                   ShownScore(entry.gain()),
                                   ShownScore(entry.partner_gain())};
    if (acceptance) {
      cells.push_back(entry.has_acceptance_probability() ? Percent(entry.acceptance_probability())
                                                         : "");
    }
    cells.push_back(NotesOn(entry, language));
    table.AddRow(std::move(cells));
  }
  return table;
}

std::string StoredProvenanceLine(const v1::StoredProvenance& provenance,
                                 const std::string& language) {
  std::string line = absl::StrCat("Generation ", IdOf(provenance.generation()), ", revision ",
                                  provenance.revision(), ", policy ", provenance.policy_version(),
                                  ", refreshed ", ShownTime(provenance.complete_time()), " UTC.");
  if (provenance.stale()) {
    absl::StrAppend(&line, " ",
                    Wording("The alliance has changed since: counterpoint refresh", language));
  }
  return line;
}

Table GenerationList(const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  return Table({{heading("GENERATION"), kRight},
                {heading("STATE")},
                {heading("UPDATED")},
                {heading("REVISION"), kRight},
                {heading("POLICY"), kRight},
                {heading("LISTS"), kRight},
                {heading("JUDGED"), kRight},
                {heading("ENTRIES"), kRight},
                {heading("DIGEST")}});
}

void AddGenerationRow(const v1::Generation& generation, const std::string& language, Table* table) {
  table->AddRow({IdOf(generation.name()), StateOf(generation, language),
                 ShownTime(generation.complete_time()), absl::StrCat(generation.revision()),
                 absl::StrCat(generation.policy_version()), absl::StrCat(generation.member_count()),
                 absl::StrCat(generation.judged_count()), absl::StrCat(generation.entry_count()),
                 generation.digest().substr(0, 12)});
}

Table GenerationDetail(const v1::Generation& generation, const std::string& language) {
  Table table({{""}, {""}});
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) table.AddRow({Wording(name, language), value});
  };
  add("Generation", IdOf(generation.name()));
  add("State", StateOf(generation, language));
  add("Proposal", IdOf(generation.policy_proposal()));
  add("Revision", absl::StrCat(generation.revision()));
  add("Policy", absl::StrCat(generation.policy_version()));
  add("Judged for", ShownTime(generation.as_of_time()));
  add("Lists", absl::StrCat(generation.member_count(), " x ", generation.list_size(), ", ",
                            generation.entry_count(), " ", Wording("entries", language)));
  add("Judged anew", absl::StrCat(generation.judged_count()));
  add("Made from", IdOf(generation.base()));
  add("Made in full", generation.full_reason());
  if (generation.has_exposure()) {
    const v1::ExposureReport& exposure = generation.exposure();
    add("Spread", ShownSpread(exposure.after(), language));
    if (exposure.loss() > 0 || !exposure.cap_met()) {
      add("Spread before", ShownSpread(exposure.before(), language));
      add("Given up",
          absl::StrCat(Percent(exposure.loss()), " ", Wording("of the total score", language)));
    }
    if (!exposure.cap_met()) {
      add("Cap", Wording("does not hold everywhere within the loss allowed", language));
    }
  }
  add("Begun", ShownTime(generation.create_time()));
  add("Ended", ShownTime(generation.complete_time()));
  add("Digest", generation.digest());
  return table;
}

Table ListChangeTable(const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  return Table({{heading("MEMBER")},
                {heading("PLACES"), kRight},
                {heading("PARTNER")},
                {heading("SCORE"), kRight},
                {heading("CAUSE")}});
}

void AddListChangeRows(const v1::ListChange& change, const std::string& language, Table* table) {
  for (const v1::RecommendationChange& one : change.changes()) {
    const bool left = one.kind() == v1::RecommendationChange::LEFT;
    table->AddRow({IdOf(change.member()), Places(one), IdOf(one.partner().name()),
                   ShownScore(left ? one.old_score() : one.new_score()),
                   one.text().empty() ? ShownName(*v1::RecommendationChangeCause_descriptor(),
                                                  one.cause(), language)
                                      : one.text()});
  }
}

std::string ListChangeLine(const std::string& member, const v1::RecommendationChange& change,
                           const std::string& language) {
  return absl::StrCat(IdOf(member), "  ", Places(change), "  ", IdOf(change.partner().name()), "  ",
                      change.text().empty() ? ShownName(*v1::RecommendationChangeCause_descriptor(),
                                                        change.cause(), language)
                                            : change.text());
}

}  // namespace counterpoint::cli
