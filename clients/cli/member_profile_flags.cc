#include "clients/cli/member_profile_flags.h"

#include "clients/cli/command.h"
#include "clients/cli/text_language.h"

namespace counterpoint::cli {
namespace {

void AddListings(const std::vector<std::string>& titles,
                 google::protobuf::RepeatedPtrField<v1::Listing>* listings) {
  for (const std::string& title : titles) AddTagged(title, listings->Add()->mutable_title());
}

}  // namespace

void MemberProfileFlags::Declare(CLI::App* command) {
  AddVocabulary(command, "--kind", &kind, v1::MemberKind_descriptor(), "What the member is");
  AddTexts(command, "--name", &names,
           "Name; the language is told by the script, or by a tag: \"zh:...\", \"en:...\"")
      ->type_name("TEXT");
  AddTexts(command, "--description", &descriptions, "Description, as --name")->type_name("TEXT");
  AddTexts(command, "--offer", &offers, "Title of an offer; may be repeated")->type_name("TEXT");
  AddTexts(command, "--need", &needs, "Title of a need; may be repeated")->type_name("TEXT");
  AddList(command, "--sector", &sectors, "Topic id of a field of activity");
  AddList(command, "--label", &labels, "Mark of your own");
  command->add_option("--region", region, "Country and deeper levels, e.g. CN-SH");
  AddVocabulary(command, "--state", &state, v1::MemberState_descriptor(), "Part in matching");
}

void MemberProfileFlags::Apply(v1::Member* member) const {
  if (!kind.empty()) member->set_kind(static_cast<v1::MemberKind>(kind.back()));
  for (const auto& name : names) AddTagged(name, member->mutable_display_name());
  for (const auto& text : descriptions) AddTagged(text, member->mutable_description());
  AddListings(offers, member->mutable_offers());
  AddListings(needs, member->mutable_needs());
  for (const auto& sector : sectors) member->add_sectors(sector);
  for (const auto& label : labels) member->add_labels(label);
  if (!region.empty()) member->set_region(region);
  if (!state.empty()) member->set_state(static_cast<v1::MemberState>(state.back()));
}

}  // namespace counterpoint::cli
