// The closed vocabularies of profiles. The numbers are those of the public
// API, so that converting is a cast; 0 is "not stated" throughout.
#pragma once

#include <cstdint>

namespace counterpoint::matching {

enum class MemberKind : std::uint8_t {
  kUnknown = 0,
  kTechnologySupplier = 1,
  kSceneUnit = 2,
  kResearchInstitution = 3,
  kPublicServicePlatform = 4,
  kCreator = 5,
  kInvestor = 6,
};
inline constexpr int kMemberKinds = 7;  // With kUnknown.

enum class MemberState : std::uint8_t { kUnknown = 0, kActive = 1, kPaused = 2, kDraft = 3 };

enum class CooperationMode : std::uint8_t {
  kUnknown = 0,
  kJointDevelopment = 1,
  kProcurement = 2,
  kLicensing = 3,
  kResearch = 4,
  kTraining = 5,
  kTalent = 6,
  kFinancing = 7,
  kBrandPromotion = 8,
  kPolicySupport = 9,
  kProjectLanding = 10,
  kExchange = 11,
};

enum class CredentialKind : std::uint8_t {
  kUnknown = 0,
  kAward = 1,
  kPatent = 2,
  kCertification = 3,
  kReferenceProject = 4,
};

// A set of values of one vocabulary: bit i for value i.
using VocabularySet = std::uint32_t;

template <typename Value>
constexpr VocabularySet SetOf(Value value) {
  return VocabularySet{1} << static_cast<unsigned>(value);
}

template <typename Value>
constexpr bool Contains(VocabularySet set, Value value) {
  return (set & SetOf(value)) != 0;
}

}  // namespace counterpoint::matching
