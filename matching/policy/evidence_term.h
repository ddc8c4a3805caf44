// The terms that a score is made of.
#pragma once

#include <cstdint>

namespace counterpoint::matching {

// The numbers are those of the public API.
enum class EvidenceTerm : std::uint8_t {
  kTopics = 1,
  kWords = 2,
  kLatent = 3,
  kEmbedding = 4,
  kCooperationMode = 5,
  kWantedKind = 6,
  kRegion = 7,
  kTiming = 8,
  kBudget = 9,
  kPreference = 10,
  kKindAffinity = 11,
  kCredentials = 12,
  kFreshness = 13,
  kPopularity = 14,
  kCloseness = 15,
  kStaffRule = 16,
  // Stands in evidence for terms that must not be told; no score is made of it.
  kConfidential = 17,
};
inline constexpr int kEvidenceTerms = 17;  // That scores are made of, with the unused 0.

}  // namespace counterpoint::matching
