#include "clients/cli/completion.h"

#include <map>

#include "clients/cli/vocabulary.h"
#include "counterpoint/v1/interaction.pb.h"
#include "counterpoint/v1/session.pb.h"

namespace counterpoint::cli {
namespace {

std::vector<std::string> ValuesOf(const CLI::App& command, const std::string& option) {
  if (option == "--output" || option == "-o") return {"table", "json", "jsonl"};
  if (option == "--language") return {"zh", "en"};
  if (option == "--existing") return {"replace", "reject"};
  if (option == "--format") return {"jsonl", "csv"};
  const CLI::App* group = command.get_parent();
  if (group != nullptr && group->get_name() == "interaction") {
    if (option == "--kind") return TypedNames(*v1::InteractionKind_descriptor());
    if (option == "--reason") return TypedNames(*v1::DeclineReason_descriptor());
    if (option == "--agreement") return TypedNames(*v1::AgreementType_descriptor());
    if (option == "--value") return TypedNames(*v1::ValueBand_descriptor());
  }
  if (option == "--prefers") return TypedNames(*v1::Participant::DayPart_descriptor());
  if (option == "--source") return TypedNames(*v1::PairingRules::Source_descriptor());
  if (option == "--fairness") return TypedNames(*v1::PairingRules::Fairness_descriptor());
  if (option.ends_with("kind")) return TypedNames(*v1::MemberKind_descriptor());
  if (option.ends_with("mode")) return TypedNames(*v1::CooperationMode_descriptor());
  if (option.ends_with("state")) return TypedNames(*v1::MemberState_descriptor());
  return {};
}

const CLI::App* Subcommand(const CLI::App& app, const std::string& name) {
  for (const CLI::App* sub : app.get_subcommands({})) {
    if (sub->get_name() == name) return sub;
  }
  return nullptr;
}

bool TakesValue(const CLI::App& root, const CLI::App& command, const std::string& name) {
  for (const CLI::App* app : {&command, &root}) {
    const CLI::Option* option = app->get_option_no_throw(name);
    if (option != nullptr) return option->get_items_expected_max() > 0;
  }
  return false;
}

void AddOptions(const CLI::App& app, std::vector<std::string>* candidates) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) candidates->push_back("--" + name);
  }
}

}  // namespace

std::vector<std::string> Complete(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* command = &app;
  const std::string last = words.empty() ? "" : words.back();
  // The option whose value is being typed.
  std::string open_option;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (!open_option.empty()) {
      open_option.clear();
    } else if (words[i].starts_with("-")) {
      if (TakesValue(app, *command, words[i])) open_option = words[i];
    } else if (const CLI::App* sub = Subcommand(*command, words[i])) {
      command = sub;
    }
  }
  std::vector<std::string> candidates;
  if (!open_option.empty()) {
    candidates = ValuesOf(*command, open_option);
  } else if (last.starts_with("-")) {
    AddOptions(*command, &candidates);
    if (command != &app) AddOptions(app, &candidates);
  } else if (command->get_name() == "completion") {
    candidates = {"bash", "zsh", "fish"};
  } else {
    for (const CLI::App* sub : command->get_subcommands({})) candidates.push_back(sub->get_name());
  }
  std::erase_if(candidates, [&](const std::string& c) { return !c.starts_with(last); });
  return candidates;
}

std::string CompletionScript(const std::string& shell) {
  if (shell == "bash") {
    return R"(_counterpoint() {
  mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _counterpoint counterpoint
)";
  }
  if (shell == "zsh") {
    return R"(#compdef counterpoint
_counterpoint() {
  local -a candidates
  candidates=("${(@f)$(${words[1]} __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "${candidates[1]}" ]]; then compadd -a candidates; else _files; fi
}
compdef _counterpoint counterpoint
)";
  }
  return R"(function __counterpoint_complete
  set -l words (commandline -opc) (commandline -ct)
  counterpoint __complete $words[2..-1] 2>/dev/null
end
complete -c counterpoint -a '(__counterpoint_complete)'
)";
}

}  // namespace counterpoint::cli
