#include "clients/cli/interaction_tables.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/member_tables.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/vocabulary.h"
#include "clients/cli/wording.h"

namespace counterpoint::cli {
namespace {

std::string ShownKind(const v1::Interaction& interaction, const std::string& language) {
  return ShownName(*v1::InteractionKind_descriptor(), interaction.kind(), language);
}

std::string ShownReason(const v1::Interaction& interaction, const std::string& language) {
  return ShownName(*v1::DeclineReason_descriptor(), interaction.decline_reason(), language);
}

std::string ShownAgreement(const v1::Interaction& interaction, const std::string& language) {
  return ShownName(*v1::AgreementType_descriptor(), interaction.agreement_type(), language);
}

std::string ShownValue(const v1::Interaction& interaction, const std::string& language) {
  return ShownName(*v1::ValueBand_descriptor(), interaction.value_band(), language);
}

// What its kind alone has.
std::string ShownOutcome(const v1::Interaction& interaction, const std::string& language) {
  if (interaction.rating() != 0) return absl::StrCat(interaction.rating());
  std::vector<std::string> parts = {ShownReason(interaction, language),
                                    ShownAgreement(interaction, language),
                                    ShownValue(interaction, language)};
  parts.erase(std::remove(parts.begin(), parts.end(), ""), parts.end());
  return absl::StrJoin(parts, language == "zh" ? "，" : ", ");
}

}  // namespace

Table InteractionList(const std::string& language) {
  const auto heading = [&](const char* text) { return Wording(text, language); };
  return Table({{heading("ID")},
                {heading("KIND")},
                {heading("MEMBER")},
                {heading("PARTNER")},
                {heading("TIME")},
                {heading("OUTCOME")}});
}

void AddInteractionRow(const v1::Interaction& interaction, const std::string& language,
                       Table* table) {
  table->AddRow({IdOf(interaction.name()), ShownKind(interaction, language),
                 IdOf(interaction.member()), IdOf(interaction.partner()),
                 ShownTime(interaction.occur_time()), ShownOutcome(interaction, language)});
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
  const auto add_if_there = [&](const char* name, const std::string& value) {
    if (!value.empty()) add(name, value);
  };
  if (interaction.rating() != 0) add("Rating", absl::StrCat(interaction.rating()));
  add_if_there("Reason", ShownReason(interaction, language));
  add_if_there("Agreement", ShownAgreement(interaction, language));
  add_if_there("Value", ShownValue(interaction, language));
  if (interaction.place() != 0) add("Place", absl::StrCat(interaction.place()));
  add_if_there("Staff rule", IdOf(interaction.staff_rule()));
  add("Time", ShownTime(interaction.occur_time()));
  add("Recorded", ShownTime(interaction.create_time()));
  return table;
}

}  // namespace counterpoint::cli
