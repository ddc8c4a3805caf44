// The name of a computed list, in later calls and in records of what came of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace counterpoint::service {

// Methods whose answers have a provenance. The numbers are in tokens that
// callers keep: never change or reuse one.
enum class RankingMethod : std::uint8_t {
  kRecommendPartners = 1,
  kMatchNeed = 2,
  kListSimilarMembers = 3,
  kExplainMatch = 4,
  kWhyNot = 5,
  kListRecommendations = 6,  // A stored list.
};

struct AttributionToken {
  RankingMethod method = RankingMethod::kRecommendPartners;
  std::string alliance;
  std::string member;  // Empty for a need.
  std::int64_t revision = 0;
  std::int64_t policy_version = 0;
  std::int64_t as_of = 0;           // Unix seconds.
  std::int64_t model_revision = 0;  // At which the text model was learnt.
  std::uint64_t pin = 0;            // See SnapshotPins; the generation of a stored list.
};

// Of a member's list in a generation, with that generation's policy version,
// revision and moment.
AttributionToken StoredListToken(absl::string_view alliance, absl::string_view member,
                                 int generation, std::int64_t policy_version, std::int64_t revision,
                                 absl::Time as_of);
// Number of the generation whose list it names; 0 where it names no stored list.
int GenerationOf(const AttributionToken& token);

std::string EncodeAttributionToken(const AttributionToken& token);
// Nothing where the text is no such token.
std::optional<AttributionToken> DecodeAttributionToken(absl::string_view text);

}  // namespace counterpoint::service
