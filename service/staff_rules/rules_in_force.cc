#include "service/staff_rules/rules_in_force.h"

namespace counterpoint::service {

struct RulesInForce::Books {};
RulesInForce::RulesInForce(storage::Store& store, AllianceReader& alliances)
    : store_(store), alliances_(alliances) {}
RulesInForce::~RulesInForce() = default;
void RulesInForce::OnCommit(absl::string_view, std::int64_t) {}
absl::StatusOr<std::shared_ptr<const CompiledRules>> RulesInForce::Now(const std::string& alliance,
                                                                       absl::Time) {
  const auto known = alliances_.Find(*store_.View(), alliance);
  if (!known.ok()) return known.status();
  return std::make_shared<const CompiledRules>();
}

}  // namespace counterpoint::service
