#include "clients/cli/interaction_tables.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

std::string ShownKind(const v1::Interaction& interaction, const std::string& language) {
  return ShownName(*v1::InteractionKind_descriptor(), interaction.kind(), language);
}

std::string ShownRating(const v1::Interaction& interaction) {
  return interaction.rating() == 0 ? "" : absl::StrCat(interaction.rating());
}

}  // namespace

Table InteractionList(const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  return Table({{heading("ID")},
                {heading("KIND")},
                {heading("MEMBER")},
                {heading("PARTNER")},
                {heading("TIME")},
                {heading("RATING")}});
}

void AddInteractionRow(const v1::Interaction& interaction, const std::string& language,
                       Table* table) {
  table->AddRow({IdOf(interaction.name()), ShownKind(interaction, language),
                 IdOf(interaction.member()), IdOf(interaction.partner()),
                 ShownTime(interaction.occur_time()), ShownRating(interaction)});
}

Table InteractionDetail(const v1::Interaction& interaction, const std::string& language) {
  Table table({{""}, {""}});
  const auto add = [&](const char* name, const std::string& value) {
    table.AddRow({Wording(name, language), value});
  };
  add("ID", IdOf(interaction.name()));
  add("Kind", ShownKind(interaction, language));
  add("Member", IdOf(interaction.member()));
  add("Partner", IdOf(interaction.partner()));
  if (interaction.rating() != 0) add("Rating", ShownRating(interaction));
  add("Time", ShownTime(interaction.occur_time()));
  add("Recorded", ShownTime(interaction.create_time()));
  return table;
}

}  // namespace counterpoint::cli
