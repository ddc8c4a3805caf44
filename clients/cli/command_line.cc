#include "clients/cli/command_line.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "CLI/CLI.hpp"
#include "clients/cli/commands.h"
#include "clients/cli/completion.h"
#include "clients/cli/parse_report.h"

namespace counterpoint::cli {
namespace {

constexpr char kDescription[] =
    "Counterpoint tells the members of an industry alliance who should work with whom, and why.";

constexpr char kFooter[] =
    "Start here:\n"
    "  counterpoint import members.jsonl -a music --create-alliance\n"
    "  counterpoint recommend MEMBER -a music --explain\n"
    "\n"
    "Exit codes: 0 done, 1 error from the service, 2 the command line or a file cannot be used,\n"
    "3 not found, 4 items were rejected, 5 the service cannot be reached, 6 a plan leaves "
    "meetings\n"
    "without a slot, 7 the work was cancelled.\n"
    "More about a command: counterpoint COMMAND --help";

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// As POSIX ranks the variables; an empty one counts as unset.
std::string LanguageOfLocale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string locale = Variable(name);
    if (!locale.empty()) return locale.starts_with("zh") ? "zh" : "en";
  }
  return "en";
}

void DeclareGlobalOptions(CLI::App& app, GlobalOptions* options, IdentityFlags* identity) {
  static const auto* const kOutputs = new std::map<std::string, Output>{
      {"table", Output::kTable}, {"json", Output::kJson}, {"jsonl", Output::kJsonLines}};
  app.add_option("--server", options->server, "Address of the service")
      ->capture_default_str()
      ->envname("COUNTERPOINT_SERVER")
      ->type_name("HOST:PORT");
  AddIdentityFlags(app, identity);
  app.add_option("-a,--alliance", options->alliance, "Alliance to work in")
      ->envname("COUNTERPOINT_ALLIANCE")
      ->type_name("ID");
  app.add_option_function<std::string>(
         "-o,--output",
         [options](const std::string& name) { options->output = kOutputs->at(name); },
         "table, json (one document) or jsonl (an item a line)")
      ->check(CLI::IsMember({"table", "json", "jsonl"}))
      ->type_name("FORMAT")
      ->default_str("table");
  app.add_option("--timeout", options->timeout_seconds, "Longest time of a call")
      ->default_str("10, and 300 of what-if and repair")
      ->check(CLI::PositiveNumber)
      ->type_name("SECONDS");
  app.add_option("--language", options->language,
                 "Language of names, reasons and headings: zh or en; else that of the locale")
      ->check(CLI::IsMember({"zh", "en"}))
      ->type_name("LANGUAGE");
  app.add_flag("--no-color", options->no_color, "No colors; NO_COLOR does the same");
  app.add_flag("-q,--quiet", options->quiet, "No remarks and no progress on standard error");
}

void DeclareCommands(CLI::App& app, Action* chosen) {
  AddAllianceCommands(app, chosen);
  AddTopicCommands(app, chosen);
  AddMemberCommands(app, chosen);
  AddInteractionCommands(app, chosen);
  AddRuleCommands(app, chosen);
  AddLedgerCommand(app, chosen);
  AddSessionCommands(app, chosen);
  AddOperationCommands(app, chosen);
  AddAuditCommands(app, chosen);
  AddBackupCommands(app, chosen);
  AddImportCommand(app, chosen);
  AddExportCommand(app, chosen);
  AddRecommendCommand(app, chosen);
  AddRefreshCommand(app, chosen);
  AddRecommendationCommands(app, chosen);
  AddGenerationCommands(app, chosen);
  AddLearnCommand(app, chosen);
  AddProposalCommands(app, chosen);
  AddMatchCommand(app, chosen);
  AddSimilarCommand(app, chosen);
  AddExplainCommand(app, chosen);
  AddWhyNotCommand(app, chosen);
  AddWatchCommand(app, chosen);
  AddCompletionCommand(app, chosen);
  AddVersionCommand(app, chosen);
}

}  // namespace

ExitCode RunCommandLine(std::vector<std::string> arguments, const Terminal& terminal) {
  GlobalOptions options;
  options.language = LanguageOfLocale();
  options.no_color = !Variable("NO_COLOR").empty();
  Action action;
  CLI::App app(kDescription, "counterpoint");
  app.formatter(std::make_shared<HelpFormatter>());
  app.require_subcommand(1);
  app.footer(kFooter);
  IdentityFlags identity;
  DeclareGlobalOptions(app, &options, &identity);
  DeclareCommands(app, &action);

  if (!arguments.empty() && arguments[0] == "__complete") {
    arguments.erase(arguments.begin());
    for (const std::string& candidate : Complete(app, arguments))
      *terminal.out << candidate << "\n";
    return ExitCode::kOk;
  }
  // CLI11 takes the arguments as a stack.
  std::reverse(arguments.begin(), arguments.end());
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return ReportParse(app, error, terminal);
  }
  absl::Status status = IdentityOf(identity, options.server, &options.identity);
  if (status.ok()) {
    Session session(options, terminal);
    status = action(session);
    if (status.ok()) return session.exit_code();
  }
  PrintError(status, {options.server, options.alliance}, *terminal.err);
  return ExitCodeOf(status);
}

}  // namespace counterpoint::cli
