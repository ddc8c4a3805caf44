#include "clients/cli/command.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/vocabulary.h"

namespace counterpoint::cli {

CLI::App* AddGroup(CLI::App& app, const std::string& name, const std::string& summary) {
  CLI::App* group = app.add_subcommand(name, summary);
  group->fallthrough();
  group->require_subcommand(1);
  group->footer(absl::StrCat("More about a command: counterpoint ", name, " COMMAND --help"));
  return group;
}

CLI::App* AddCommand(CLI::App& app, const std::string& name, const std::string& description,
                     const std::vector<std::string>& examples) {
  CLI::App* command = app.add_subcommand(name, description);
  command->fallthrough();
  command->footer(absl::StrCat("Examples:\n  ", absl::StrJoin(examples, "\n  "),
                               "\n\nGlobal options (--server, --alliance, --output, ...): "
                               "counterpoint --help"));
  return command;
}

CLI::Option* AddList(CLI::App* command, const std::string& name, std::vector<std::string>* values,
                     const std::string& description) {
  return AddTexts(command, name, values, description)->delimiter(',');
}

CLI::Option* AddTexts(CLI::App* command, const std::string& name, std::vector<std::string>* values,
                      const std::string& description) {
  // One value each time, or the option would swallow positionals behind it.
  return command->add_option(name, *values, description)->allow_extra_args(false);
}

CLI::Option* AddVocabulary(CLI::App* command, const std::string& name, std::vector<int>* numbers,
                           const google::protobuf::EnumDescriptor* vocabulary,
                           const std::string& description) {
  const std::string all = absl::StrJoin(TypedNames(*vocabulary), ", ");
  CLI::Option* option = command->add_option_function<std::vector<std::string>>(
      name,
      [name, numbers, vocabulary](const std::vector<std::string>& typed) {
        for (const std::string& value : typed) {
          const auto number = ParseName(*vocabulary, value);
          if (!number.ok())
            throw CLI::ValidationError(name, std::string(number.status().message()));
          numbers->push_back(*number);
        }
      },
      absl::StrCat(description, ": ", all));
  return option->allow_extra_args(false)->delimiter(',')->type_name("NAME");
}

}  // namespace counterpoint::cli
