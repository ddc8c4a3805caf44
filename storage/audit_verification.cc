#include "absl/strings/str_cat.h"
#include "storage/audit_chain.h"
#include "storage/audit_store.h"
#include "storage/database.h"

namespace counterpoint::storage {

absl::StatusOr<std::vector<AuditCheck>> VerifyAudit(const std::string& path,
                                                    absl::string_view anchored_chain,
                                                    const std::optional<AuditAnchor>& anchor) {
  StoreOptions options;
  options.path = path;
  const auto database = Database::OpenForReading(options);
  if (!database.ok()) return database.status();
  const auto chains = AuditChains(**database);
  if (!chains.ok()) return chains.status();
  std::vector<AuditCheck> checks;
  bool is_anchored = !anchor.has_value();
  for (const std::string& chain : *chains) {
    const bool has_anchor = anchor.has_value() && chain == anchored_chain;
    auto check = CheckAuditChain(**database, chain, has_anchor ? anchor : std::nullopt, nullptr);
    if (!check.ok()) return check.status();
    checks.push_back(*std::move(check));
    is_anchored |= has_anchor;
  }
  if (!is_anchored) {
    return absl::DataLossError(absl::StrCat(
        "the audit chain that the anchor is of has no entries: all of it has been cut off"));
  }
  return checks;
}

}  // namespace counterpoint::storage
