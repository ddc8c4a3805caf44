// Completion of command lines.
#pragma once

#include <string>
#include <vector>

#include "CLI/CLI.hpp"

namespace counterpoint::cli {

// What the last of `words` could become: subcommands, options, or values of an
// option that takes a fixed set. `words` are those behind the program's name.
// Empty where only a file or a free text fits.
std::vector<std::string> Complete(const CLI::App& app, const std::vector<std::string>& words);

// The script for a shell ("bash", "zsh" or "fish") that asks this program for
// completions, so that it never has to be made again for a new version.
std::string CompletionScript(const std::string& shell);

}  // namespace counterpoint::cli
