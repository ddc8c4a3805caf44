#include "service/recommendations/change_reasons.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace counterpoint::service {
namespace {

// What happened later goes before what happened earlier, but that who has come stays
// new when it is changed.
void Add(const stored::GenerationCauses& earlier, ChangeReasons& reasons) {
  for (const auto& told : earlier.members()) {
    const auto cause = static_cast<v1::RecommendationChangeCause>(told.cause());
    const auto [known, is_new] = reasons.members.try_emplace(told.member(), cause);
    if (!is_new && cause == v1::MEMBER_ADDED && known->second == v1::PROFILE_CHANGED) {
      known->second = cause;
    }
  }
  for (const std::string& pair : earlier.pairs()) reasons.pairs.insert(pair);
}

// From `newer` back to `older`; nothing where the causes do not lead there.
absl::StatusOr<std::optional<ChangeReasons>> Follow(Generations& generations,
                                                    const std::string& alliance, int older,
                                                    int newer) {
  ChangeReasons reasons;
  for (int at = newer; at > older;) {
    const auto causes = generations.Causes({alliance, at});
    if (absl::IsNotFound(causes.status())) return std::optional<ChangeReasons>();
    if (!causes.ok()) return causes.status();
    Add(*causes, reasons);
    // Numbers count up, so this ends.
    if (causes->since_generation() >= at) break;
    at = causes->since_generation();
    if (at == older) return std::optional(std::move(reasons));
  }
  return std::optional<ChangeReasons>();
}

}  // namespace

absl::StatusOr<ChangeReasons> FindReasons(Generations& generations, const storage::ReadView& view,
                                          const std::string& alliance, int base, int generation) {
  auto found =
      Follow(generations, alliance, std::min(base, generation), std::max(base, generation));
  if (!found.ok()) return found.status();
  ChangeReasons reasons = found->has_value() ? **std::move(found) : ChangeReasons();
  if (base == 0) return reasons;
  const auto before = ReadGeneration(view, {alliance, base});
  if (!before.ok()) return before.status();
  const auto after = ReadGeneration(view, {alliance, generation});
  if (!after.ok()) return after.status();
  reasons.rules_changed = before->stored.staff_rules() != after->stored.staff_rules();
  reasons.model_changed = before->stored.model_revision() != after->stored.model_revision();
  return reasons;
}

std::function<bool(absl::string_view member, absl::string_view partner)> VetoesOf(
    const ListBasis& basis) {
  return [snapshot = basis.snapshot, rules = basis.rules](absl::string_view member,
                                                          absl::string_view partner) {
    if (rules->rules.empty()) return false;
    const auto owner = snapshot->index->Find(member);
    const auto other = snapshot->index->Find(partner);
    return owner != nullptr && other != nullptr && rules->rules.For(*owner).IsVetoed(*other);
  };
}

}  // namespace counterpoint::service
