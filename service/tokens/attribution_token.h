// The name of a computed list, in later calls and in records of what came of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::service {

// Methods whose answers have a provenance. The numbers are in tokens that
// callers keep: never change or reuse one.
enum class RankingMethod : std::uint8_t {
  kRecommendPartners = 1,
  kMatchNeed = 2,
  kListSimilarMembers = 3,
  kExplainMatch = 4,
  kWhyNot = 5,
};

struct AttributionToken {
  RankingMethod method = RankingMethod::kRecommendPartners;
  std::string alliance;
  std::string member;  // Empty for a need.
  std::int64_t revision = 0;
  std::int64_t policy_version = 0;
  std::int64_t as_of = 0;           // Unix seconds.
  std::int64_t model_revision = 0;  // At which the text model was learnt.
  std::uint64_t pin = 0;            // See SnapshotPins.
};

std::string EncodeAttributionToken(const AttributionToken& token);
// Nothing where the text is no such token.
std::optional<AttributionToken> DecodeAttributionToken(absl::string_view text);

}  // namespace counterpoint::service
