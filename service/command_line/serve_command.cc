#include "service/command_line/serve_command.h"

#include "service/command_line/failure.h"
#include "service/command_line/serving.h"
#include "service/configuration/flag_settings.h"

namespace counterpoint::command_line {
namespace {

// CLI11 leaves options of an unnamed group out of the help.
constexpr char kUnlisted[] = "";

}  // namespace

ServeCommand::ServeCommand(CLI::App& app)
    : serve_(*app.add_subcommand("serve", "Serve until SIGTERM or SIGINT")) {
  serve_.add_option("--config", configuration_file_,
                    "Configuration with every setting, which 'counterpointd config default' "
                    "prints; read anew when it changes. Flags go before what stands in it");
  for (const service::FlagSetting& flag : service::FlagSettings()) {
    std::string& value = values_.emplace_back();
    CLI::Option* const option = serve_.add_option(flag.flag, value, flag.help);
    if (*flag.help == '\0') option->group(kUnlisted);
  }
  serve_.add_flag("--sync,!--no-sync", sync_writes_)->group(kUnlisted);
  serve_.add_flag("--allow-plaintext", allow_plaintext_)->group(kUnlisted);
}

std::vector<service::SettingOverride> ServeCommand::Overrides() const {
  std::vector<service::SettingOverride> overrides;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const service::FlagSetting& flag = service::FlagSettings()[i];
    if (serve_.count(flag.flag) > 0) overrides.push_back({flag.flag, flag.path, values_[i]});
  }
  if (serve_.count("--sync") > 0) {
    overrides.push_back({"--no-sync", "store.sync_writes", sync_writes_ ? "true" : "false"});
  }
  if (serve_.count("--allow-plaintext") > 0) {
    overrides.push_back({"--allow-plaintext", "access.allow_plaintext", "true"});
  }
  return overrides;
}

std::optional<int> ServeCommand::Run() {
  if (!serve_.parsed()) return std::nullopt;
  auto serving = Serving::Begin(configuration_file_, Overrides());
  if (!serving.ok()) return Fail(serving.status());
  return (*serving)->Run();
}

}  // namespace counterpoint::command_line
