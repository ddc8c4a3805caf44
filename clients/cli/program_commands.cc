#include "clients/cli/commands.h"
#include "clients/cli/completion.h"
#include "counterpoint_version.h"
#include "grpcpp/grpcpp.h"

namespace counterpoint::cli {
namespace {

struct CompletionFlags {
  std::string shell;
};

struct VersionFlags {};

absl::Status PrintCompletion(Session& session, const CompletionFlags& flags) {
  session.out() << CompletionScript(flags.shell);
  return absl::OkStatus();
}

absl::Status PrintVersion(Session& session, const VersionFlags&) {
  session.out() << "counterpoint " << kVersion << ", API v1, gRPC " << grpc::Version() << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddCompletionCommand(CLI::App& app, Action* chosen) {
  auto flags = std::make_shared<CompletionFlags>();
  CLI::App* command =
      AddCommand(app, "completion", "Print a script that completes command lines in a shell.",
                 {"source <(counterpoint completion bash)",
                  "counterpoint completion zsh > \"${fpath[1]}/_counterpoint\"",
                  "counterpoint completion fish > ~/.config/fish/completions/counterpoint.fish"});
  command->add_option("shell", flags->shell, "Shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  OnChosen(command, chosen, flags, &PrintCompletion);
}

void AddVersionCommand(CLI::App& app, Action* chosen) {
  CLI::App* command =
      AddCommand(app, "version", "Print the version of this program.", {"counterpoint version"});
  OnChosen(command, chosen, std::make_shared<VersionFlags>(), &PrintVersion);
}

}  // namespace counterpoint::cli
