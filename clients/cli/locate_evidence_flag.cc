#include "clients/cli/locate_evidence_flag.h"

#include "clients/cli/diagnostics.h"

namespace counterpoint::cli {

void DeclareLocateEvidence(CLI::App* command, bool* flag) {
  command->add_flag("--locate-evidence", *flag,
                    "With --output json or jsonl: say where in the texts shared topics and words "
                    "stand");
}

absl::Status CheckLocateEvidence(const Session& session, bool flag) {
  if (!flag || session.options().output != Output::kTable) return absl::OkStatus();
  return UsageError(
      "--locate-evidence needs --output json or jsonl; for one pair, explain --texts shows the "
      "texts");
}

}  // namespace counterpoint::cli
