#include "clients/cli/member_filter_flags.h"

#include "clients/cli/command.h"

namespace counterpoint::cli {

void MemberFilterFlags::Declare(CLI::App* command, const std::string& prefix) {
  const std::string dashes = "--" + prefix;
  AddVocabulary(command, dashes + "kind", &kinds, v1::MemberKind_descriptor(), "Only of this kind");
  AddList(command, dashes + "region", &regions, "Only in this region, e.g. CN-SH");
  AddList(command, dashes + "topic", &topics, "Only with this topic or a narrower one");
  AddVocabulary(command, dashes + "mode", &modes, v1::CooperationMode_descriptor(),
                "Only with an offer or need of this mode");
  AddList(command, dashes + "label", &labels, "Only with this label");
  AddVocabulary(command, dashes + "state", &states, v1::MemberState_descriptor(),
                "Only in this state");
}

v1::MemberFilter MemberFilterFlags::ToFilter() const {
  v1::MemberFilter filter;
  filter.mutable_kinds()->Add(kinds.begin(), kinds.end());
  filter.mutable_cooperation_modes()->Add(modes.begin(), modes.end());
  filter.mutable_states()->Add(states.begin(), states.end());
  for (const auto& region : regions) filter.add_regions(region);
  for (const auto& topic : topics) filter.add_topics(topic);
  for (const auto& label : labels) filter.add_labels(label);
  return filter;
}

}  // namespace counterpoint::cli
