#include "clients/cli/parse_report.h"

#include <algorithm>
#include <numeric>
#include <sstream>
#include <vector>

namespace counterpoint::cli {
namespace {

// Letters to insert, delete or replace (Levenshtein), row by row.
int EditDistance(const std::string& a, const std::string& b) {
  std::vector<int> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

// The innermost command that the line names.
const CLI::App& Deepest(const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  return parsed.empty() ? app : Deepest(*parsed.back());
}

}  // namespace

std::string HelpFormatter::make_subcommand(const CLI::App* command) const {
  const std::string description = command->get_description();
  std::ostringstream line;
  CLI::detail::format_help(line, command->get_name(), description.substr(0, description.find(". ")),
                           get_column_width());
  return line.str();
}

std::string NearestCommand(const CLI::App& app, const std::string& typed) {
  std::string nearest;
  int least = 3;
  for (const CLI::App* command : app.get_subcommands({})) {
    const int distance = EditDistance(typed, command->get_name());
    if (distance < least) {
      least = distance;
      nearest = command->get_name();
    }
  }
  return nearest;
}

ExitCode ReportParse(const CLI::App& app, const CLI::ParseError& error, const Terminal& terminal) {
  const CLI::App& command = Deepest(app);
  const std::vector<std::string> unknown = app.remaining(/*recurse=*/true);
  const bool expects_command = !command.get_subcommands({}).empty();
  if (error.get_exit_code() == 0 || unknown.empty() || !expects_command) {
    const int code = app.exit(error, *terminal.out, *terminal.err);
    return code == 0 ? ExitCode::kOk : ExitCode::kUsage;
  }
  *terminal.err << "counterpoint: there is no command \"" << unknown[0] << "\".";
  const std::string nearest = NearestCommand(command, unknown[0]);
  if (!nearest.empty()) *terminal.err << " Did you mean \"" << nearest << "\"?";
  *terminal.err << "\nRun with --help for more information.\n";
  return ExitCode::kUsage;
}

}  // namespace counterpoint::cli
