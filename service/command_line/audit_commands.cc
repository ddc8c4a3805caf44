#include "service/command_line/audit_commands.h"

#include <cstdio>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "service/command_line/failure.h"
#include "storage/audit_store.h"

namespace counterpoint::command_line {
namespace {

constexpr std::size_t kHashBytes = 32;

std::optional<storage::AuditAnchor> AnchorOf(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  storage::AuditAnchor anchor;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &anchor.sequence) || anchor.sequence < 1 ||
      parts[1].size() != 2 * kHashBytes ||
      parts[1].find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
    return std::nullopt;
  }
  anchor.hash = absl::HexStringToBytes(parts[1]);
  return anchor;
}

}  // namespace

AuditCommands::AuditCommands(CLI::App& app)
    : audit_(app.add_subcommand("audit", "Check the audit trail")) {
  audit_->require_subcommand(1);
  CLI::App& verify = *audit_->add_subcommand(
      "verify", "Compute all hashes anew, and name the first entry that does not hold");
  verify.add_option("--data", data_, "Directory of the data or of a backup; nothing in it changes")
      ->required();
  CLI::Option* anchor =
      verify
          .add_option("--anchor", anchor_,
                      "An entry that was there, SEQUENCE:HASH as 'counterpoint audit head' prints "
                      "it: shows that the end was not cut off")
          ->check([](const std::string& text) {
            return AnchorOf(text) ? "" : "must be SEQUENCE:HASH, the hash 64 hexadecimal digits";
          });
  verify
      .add_option("--alliance", alliance_,
                  "Whose chain the anchor is of; the server's own where it is not given")
      ->needs(anchor);
}

std::optional<int> AuditCommands::Run() {
  if (!audit_->parsed()) return std::nullopt;
  return Verify();
}

int AuditCommands::Verify() const {
  const auto checks =
      storage::VerifyAudit(data_, alliance_, anchor_.empty() ? std::nullopt : AnchorOf(anchor_));
  if (!checks.ok()) return Fail(checks.status());
  for (const storage::AuditCheck& check : *checks) {
    std::printf("%s: %lld entries hold, up to %lld:%s",
                check.chain.empty() ? "server" : check.chain.c_str(),
                static_cast<long long>(check.entries), static_cast<long long>(check.head.sequence),
                absl::BytesToHexString(check.head.hash).c_str());
    if (check.head.trimmed_sequence > 0) {
      std::printf(", those up to %lld removed by retention",
                  static_cast<long long>(check.head.trimmed_sequence));
    }
    if (check.erased_names > 0) {
      std::printf(", %lld names erased", static_cast<long long>(check.erased_names));
    }
    std::printf("\n");
  }
  if (checks->empty()) std::printf("There are no entries.\n");
  return 0;
}

}  // namespace counterpoint::command_line
