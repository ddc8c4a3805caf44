#include "matching/ranking/exclusion.h"

#include "absl/strings/str_cat.h"
#include "matching/score/fit.h"

namespace counterpoint::matching {
namespace {

void AddListingExclusions(EvidenceSide side, absl::string_view list,
                          const std::vector<ListingFeatures>& listings,
                          const MemberFeatures& partner, absl::Time as_of,
                          std::vector<ExclusionReason>& reasons) {
  for (std::size_t i = 0; i < listings.size(); ++i) {
    const std::string field = absl::StrCat(list, "[", i, "]");
    if (listings[i].closes <= as_of) reasons.push_back({side, absl::StrCat(field, ".deadline")});
    for (std::size_t r = 0; r < listings[i].rules.size(); ++r) {
      const CompiledRule& rule = listings[i].rules[r];
      if (rule.strength == RuleStrength::kShould) continue;
      if (rule.condition.HoldsFor(partner) == (rule.strength == RuleStrength::kMust)) continue;
      reasons.push_back({side, absl::StrCat(field, ".rules[", r, "]")});
    }
  }
}

}  // namespace

ExclusionReason ByStaff(const StaffRule& rule) {
  return {.side = EvidenceSide::kPair,
          .field = "staff_rules",
          .staff_rule = rule.id,
          .staff_action = rule.action};
}

std::vector<ExclusionReason> FindExclusions(const MemberFeatures& member,
                                            const MemberFeatures& partner, absl::Time as_of) {
  std::vector<ExclusionReason> reasons;
  if (partner.state != MemberState::kActive) {
    reasons.push_back({EvidenceSide::kPartner, "state"});
  }
  if (partner.capacity.value_or(1) <= 0) reasons.push_back({EvidenceSide::kPartner, "capacity"});
  // A rule of one listing leaves the others; only where nothing is left in
  // either direction do the rules keep the pair apart.
  if (!AnyAllowed(member, partner, as_of) && !AnyAllowed(partner, member, as_of)) {
    const std::vector<ExclusionReason> of_listings = FindListingExclusions(member, partner, as_of);
    reasons.insert(reasons.end(), of_listings.begin(), of_listings.end());
  }
  return reasons;
}

std::vector<ExclusionReason> FindListingExclusions(const MemberFeatures& member,
                                                   const MemberFeatures& partner,
                                                   absl::Time as_of) {
  std::vector<ExclusionReason> reasons;
  AddListingExclusions(EvidenceSide::kMember, "needs", member.needs, partner, as_of, reasons);
  AddListingExclusions(EvidenceSide::kMember, "offers", member.offers, partner, as_of, reasons);
  AddListingExclusions(EvidenceSide::kPartner, "needs", partner.needs, member, as_of, reasons);
  AddListingExclusions(EvidenceSide::kPartner, "offers", partner.offers, member, as_of, reasons);
  return reasons;
}

}  // namespace counterpoint::matching
