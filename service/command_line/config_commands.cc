#include "service/command_line/config_commands.h"

#include <cstdio>

#include "service/command_line/failure.h"
#include "service/configuration/configuration_file.h"
#include "service/configuration/setting_values.h"

namespace counterpoint::command_line {

ConfigCommands::ConfigCommands(CLI::App& app)
    : config_(
          *app.add_subcommand("config", "Print or check a configuration for 'serve --config'")) {
  config_.require_subcommand(1);
  config_.add_subcommand("default", "Print every setting with its default and what it means");
  CLI::App& check = *config_.add_subcommand("check", "Tell everything that is wrong in a file");
  check.add_option("file", file_, "Configuration")->required();
  check.add_option("--data", data_, "Directory of the data, where the file does not name it");
}

std::optional<int> ConfigCommands::Run() {
  if (!config_.parsed()) return std::nullopt;
  if (config_.got_subcommand("default")) {
    const std::string text =
        service::CommentedText(service::ConfigurationOf(service::ServeOptions()));
    std::fputs(text.c_str(), stdout);
    return 0;
  }
  std::vector<service::SettingOverride> overrides;
  if (!data_.empty()) overrides.push_back({"--data", "store.directory", data_});
  const auto loaded = service::LoadConfiguration(file_, overrides);
  if (absl::IsInvalidArgument(loaded.status())) {
    // A line for each fault, as editors take them.
    std::fprintf(stderr, "%s\n", std::string(loaded.status().message()).c_str());
    return 1;
  }
  if (!loaded.ok()) return Fail(loaded.status());
  const auto changed = service::ChangedSettings(service::ConfigurationOf(service::ServeOptions()),
                                                loaded->configuration);
  std::printf("%s can be used; %zu settings are not as by default\n", file_.c_str(),
              changed.size());
  for (const std::string& path : changed) std::printf("  %s\n", path.c_str());
  return 0;
}

}  // namespace counterpoint::command_line
