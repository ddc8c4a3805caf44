// How subcommands are declared.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "clients/cli/session.h"
#include "google/protobuf/descriptor.h"

namespace counterpoint::cli {

// What the chosen subcommand does. Run after the whole line has been parsed,
// since global options may stand behind the subcommand.
using Action = std::function<absl::Status(Session&)>;

// A group of subcommands: `counterpoint member ...`.
CLI::App* AddGroup(CLI::App& app, const std::string& name, const std::string& summary);

// A subcommand. `examples` are full command lines, shown at the end of its help.
CLI::App* AddCommand(CLI::App& app, const std::string& name, const std::string& description,
                     const std::vector<std::string>& examples);

// Makes `command` choose `run`, which is called with `flags`, the values of its
// options.
template <typename Flags>
void OnChosen(CLI::App* command, Action* chosen, std::shared_ptr<Flags> flags,
              absl::Status (*run)(Session&, const Flags&)) {
  command->callback([chosen, flags, run] {
    *chosen = [flags, run](Session& session) { return run(session, *flags); };
  });
}

// An option that may be repeated, or hold several values between commas.
CLI::Option* AddList(CLI::App* command, const std::string& name, std::vector<std::string>* values,
                     const std::string& description);

// As AddList, where commas are part of the text.
CLI::Option* AddTexts(CLI::App* command, const std::string& name, std::vector<std::string>* values,
                      const std::string& description);

// As AddList, for values of an enumeration; others are usage errors.
CLI::Option* AddVocabulary(CLI::App* command, const std::string& name, std::vector<int>* numbers,
                           const google::protobuf::EnumDescriptor* vocabulary,
                           const std::string& description);

}  // namespace counterpoint::cli
