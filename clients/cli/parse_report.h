// Help, and what is wrong with a command line.
#pragma once

#include <string>

#include "CLI/CLI.hpp"
#include "clients/cli/diagnostics.h"
#include "clients/cli/session.h"

namespace counterpoint::cli {

// How help is laid out: lists of commands show the first sentence of each.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_subcommand(const CLI::App* command) const override;
};

// The subcommand of `app` that `typed` was meant to be: at most two letters
// away; empty where none is.
std::string NearestCommand(const CLI::App& app, const std::string& typed);

// Prints the help that was asked for, or the error, which names the nearest
// command for one that does not exist.
ExitCode ReportParse(const CLI::App& app, const CLI::ParseError& error, const Terminal& terminal);

}  // namespace counterpoint::cli
