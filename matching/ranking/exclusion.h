// What keeps two members apart whatever their score.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/ranking/staff_rules.h"

namespace counterpoint::matching {

// Whose the reason is, of the two members of a match. The numbers are those of
// the public API.
enum class EvidenceSide : std::uint8_t { kPair = 0, kMember = 1, kPartner = 2 };

// What is recorded between two members that keeps them apart.
enum class KeptApartBy : std::uint8_t { kPartnership, kAgreement, kConflict, kDecline };

struct ExclusionReason {
  EvidenceSide side = EvidenceSide::kMember;  // Whose rule it is.
  // "state", "capacity", "needs[0].rules[1]", "needs[0].deadline"; "interactions"
  // of the member for what is recorded between the two; "staff_rules" of the pair
  // where a rule of the staff vetoes the partner, or demotes it out of a list.
  std::string field;
  KeptApartBy by = KeptApartBy::kPartnership;  // Of "interactions".
  std::string staff_rule = {};                 // Its id.
  StaffAction staff_action = StaffAction::kVeto;
};

// Of a rule of the staff.
ExclusionReason ByStaff(const StaffRule& rule);

// Why `partner` is not recommended to `member` by their profiles; empty where
// nothing forbids it.
// A closed listing or a rule leaves the other listings, so these are named only
// where they leave no need and no offer to meet in either direction.
std::vector<ExclusionReason> FindExclusions(const MemberFeatures& member,
                                            const MemberFeatures& partner, absl::Time as_of);

// Every closed listing of the two, and every rule of a listing that excludes
// the other side: what is in the way of some need or offer, if not of the pair.
std::vector<ExclusionReason> FindListingExclusions(const MemberFeatures& member,
                                                   const MemberFeatures& partner, absl::Time as_of);

}  // namespace counterpoint::matching
