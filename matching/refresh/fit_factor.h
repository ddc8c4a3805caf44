// What the similarity of two texts is multiplied with in their fit, from terms
// that lie together in memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/policy/policy.h"
#include "matching/refresh/gathered_texts.h"

namespace counterpoint::matching {

// A listing beside its text.
struct ListingTerms {
  const ListingFeatures* listing = nullptr;
  VocabularySet modes = 0;
  VocabularySet wanted_kinds = 0;
  std::uint32_t regions = 0;   // Set of regions that it wants; 0: none stated.
  std::uint32_t currency = 0;  // Of its budget; 0: none stated.
  double least = 0;            // Of its budget, whole units.
  double most = 0;             // 0: no upper bound.
  float ample = 0;             // Until it closes, in ample times; infinite without an end.
  bool prefers = false;        // Whether a rule of it prefers some partners.
};

// The member that a listing is of.
struct OwnerTerms {
  const MemberFeatures* member = nullptr;
  MemberKind kind = MemberKind::kUnknown;
  std::uint32_t region = 0;
};

// Numbers the regions and currencies of all members, and knows how near each region
// is to each set of wanted ones. Immutable.
class FitFactors {
 public:
  // The table is made where it has no more than so many entries.
  static constexpr std::size_t kMostNearness = 4 << 20;

  FitFactors(const GatheredTexts& texts, const FitWeights& weights, absl::Time as_of,
             std::size_t most_nearness = kMostNearness);

  // Of one of the members and its listings.
  ListingTerms TermsOf(const ListingFeatures& listing) const;
  OwnerTerms TermsOf(const MemberFeatures& member) const;

  // At least ShareFit(weights, JudgeFit(...)).factor(). No more but for rounding
  // where neither prefers some partners, which are taken for those, and while there
  // are few enough regions for a table of all, which are else taken for near. Rules
  // that exclude are left to the judge. The listings are open.
  double Bound(const ListingTerms& need, const OwnerTerms& seeker, const ListingTerms& offer,
               const OwnerTerms& provider) const;

 private:
  void NumberAll(const MemberFeatures& member);
  void FillNearness(std::size_t most);
  // [0, 1], or kNotJudged.
  double Nearness(std::uint32_t regions, std::uint32_t region) const;

  const FitWeights weights_;
  const absl::Time as_of_;
  absl::flat_hash_map<std::string, std::uint32_t> regions_;
  absl::flat_hash_map<std::vector<std::string>, std::uint32_t> wanted_;
  absl::flat_hash_map<std::string, std::uint32_t> currencies_;
  std::vector<float> nearness_;  // [wanted x regions]; empty: too many.
};

}  // namespace counterpoint::matching
