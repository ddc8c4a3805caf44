#include "service/recommendations/generation_basis.h"

#include <utility>

namespace counterpoint::service {

absl::StatusOr<GenerationBasis> ReadBasis(const storage::ReadView& view,
                                          const conversion::GenerationName& name) {
  const auto kept = ReadGeneration(view, name);
  if (!kept.ok()) return kept.status();
  auto exclusions = ReadExclusions(view, name);
  if (!exclusions.ok()) return exclusions.status();
  return GenerationBasis{kept->stored.model_revision(), kept->stored.partnerships(),
                         kept->stored.staff_rules(), *std::move(exclusions)};
}

}  // namespace counterpoint::service
