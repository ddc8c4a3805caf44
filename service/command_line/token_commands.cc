#include "service/command_line/token_commands.h"

#include <cstdio>

#include "absl/time/clock.h"
#include "service/access/grant_file.h"
#include "service/command_line/duration_argument.h"

namespace counterpoint::command_line {
namespace {

// What to do stands in these messages.
int FailPlainly(const absl::Status& status) {
  const std::string message(status.message());
  std::fprintf(stderr, "counterpointd: %s\n", message.c_str());
  return 1;
}

void PrintToken(const std::string& token) {
  std::fprintf(stderr, "This is the only time that the token is shown:\n");
  std::printf("%s\n", token.c_str());
}

}  // namespace

TokenCommands::TokenCommands(CLI::App& app) {
  token_ = app.add_subcommand("token", "Tokens by which callers say who they are");
  token_->require_subcommand(1);
  const auto add = [&](const char* name, const char* what) -> CLI::App& {
    CLI::App& command = *token_->add_subcommand(name, what);
    command.add_option("--tokens", file_, "File of grants, as given to 'counterpointd serve'")
        ->required()
        ->envname("COUNTERPOINT_TOKENS");
    return command;
  };
  const auto add_lifetime = [&](CLI::App& command) {
    command.add_option("--expires", lifetime_, "How long it counts, such as 90d or 12h")
        ->check(ValidateDuration)
        ->capture_default_str();
  };

  CLI::App& create = add("create", "Make a token and print it, this once");
  create.add_option("--role", role_, "What its bearer may do")
      ->required()
      ->check(CLI::IsMember({"reader", "portal", "staff", "batch", "administrator"}));
  create.add_option("--alliance", grant_.alliance,
                    "Id of the only alliance it is for; without it, for all of them");
  create.add_option("--id", grant_.id, "Name in lists and logs; one at random without it");
  create.add_option("--note", grant_.note, "What it is for");
  create.add_option("--certificate", grant_.certificate,
                    "Give the role to client certificates with this subject alternative name "
                    "instead, such as DNS:portal.example.org or URI:spiffe://example.org/portal");
  add_lifetime(create);

  add("list", "Show all grants; tokens themselves are kept nowhere");

  CLI::App& revoke = add("revoke", "Let a token or certificate count no longer");
  revoke.add_option("id", id_, "Id of the grant")->required();

  CLI::App& rotate = add("rotate", "Make a new token under the same id");
  rotate.add_option("id", id_, "Id of the grant")->required();
  rotate.add_option("--grace", grace_, "How long the token before goes on counting")
      ->check(ValidateDuration)
      ->capture_default_str();
  add_lifetime(rotate);
}

std::optional<int> TokenCommands::Run() {
  if (!token_->parsed()) return std::nullopt;
  if (token_->got_subcommand("create")) return Create();
  if (token_->got_subcommand("list")) return List();
  if (token_->got_subcommand("revoke")) return Revoke();
  return Rotate();
}

int TokenCommands::Create() {
  grant_.role = *service::ParseRole(role_);
  grant_.lifetime = DurationOf(lifetime_);
  std::string token;
  stored::AccessGrant added;
  const absl::Status changed = service::ChangeGrants(file_, [&](auto& grants) {
    auto made = service::AddGrant(grant_, absl::Now(), grants, added);
    if (made.ok()) token = *std::move(made);
    return made.status();
  });
  if (!changed.ok()) return FailPlainly(changed);
  std::fprintf(stderr, "%s: %s of %s until %s.\n", added.id().c_str(), added.role().c_str(),
               added.alliance().empty() ? "all alliances" : added.alliance().c_str(),
               added.expire_time().c_str());
  if (!token.empty()) PrintToken(token);
  return 0;
}

int TokenCommands::List() const {
  const auto grants = service::ReadGrants(file_);
  if (!grants.ok()) return FailPlainly(grants.status());
  std::fputs(service::ShowGrants(*grants, absl::Now()).c_str(), stdout);
  return 0;
}

int TokenCommands::Revoke() const {
  const absl::Status changed = service::ChangeGrants(
      file_, [&](auto& grants) { return service::RevokeGrant(id_, absl::Now(), grants); });
  if (!changed.ok()) return FailPlainly(changed);
  std::fprintf(stderr, "%s is revoked.\n", id_.c_str());
  return 0;
}

int TokenCommands::Rotate() const {
  std::string token;
  const absl::Status changed = service::ChangeGrants(file_, [&](auto& grants) {
    auto made =
        service::RotateGrant(id_, DurationOf(lifetime_), DurationOf(grace_), absl::Now(), grants);
    if (made.ok()) token = *std::move(made);
    return made.status();
  });
  if (!changed.ok()) return FailPlainly(changed);
  PrintToken(token);
  return 0;
}

}  // namespace counterpoint::command_line
