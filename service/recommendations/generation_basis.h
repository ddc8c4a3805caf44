// What a generation was made with, beside its members and its policy.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "service/conversion/resource_name.h"
#include "service/recommendations/generation_store.h"
#include "storage/read_view.h"

namespace counterpoint::service {

struct GenerationBasis {
  std::int64_t model_revision = 0;  // At which the text model was learnt.
  std::uint64_t partnerships = 0;   // Fingerprints.
  std::uint64_t staff_rules = 0;
  PositionPairs kept_apart;  // By position in the generation's members.
};

// Errors: NOT_FOUND, DATA_LOSS, UNAVAILABLE.
absl::StatusOr<GenerationBasis> ReadBasis(const storage::ReadView& view,
                                          const conversion::GenerationName& name);

}  // namespace counterpoint::service
