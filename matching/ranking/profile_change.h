// Changes to a profile that a person could make.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/profile/member_profile.h"
#include "matching/ranking/exclusion.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::matching {

// The numbers are those of the public API.
enum class ChangeKind : std::uint8_t { kRemove = 1, kAdd = 2, kSet = 3 };

enum class ChangedField : std::uint8_t {
  kState,        // Set to active.
  kCapacity,     // Set to `number`.
  kSectors,      // Add the topic `id`.
  kTopics,       // Add the topic `id`.
  kModes,        // Add the CooperationMode `number`.
  kWantedKinds,  // Add the MemberKind `number`.
  kRegions,      // Add the region `id`.
  kBudgetMin,    // Set to `number` whole units of the currency `id`.
  kBudgetMax,    // Likewise.
  kDeadline,     // Set to `number` Unix seconds.
  kExpireTime,   // Set to `number` Unix seconds.
  kRule,         // Remove rule `rule`.
};

enum class ListingList : std::uint8_t { kNeeds, kOffers };

struct ProfileChange {
  EvidenceSide side = EvidenceSide::kPartner;  // Whose profile.
  ChangedField field = ChangedField::kState;
  // Of a field of a listing: which, as the profile has it before all changes.
  ListingList list = ListingList::kNeeds;
  std::size_t listing = 0;
  std::size_t rule = 0;
  std::string id;
  std::int64_t number = 0;

  friend bool operator==(const ProfileChange&, const ProfileChange&) = default;
};

ChangeKind KindOf(ChangedField field);
// Whether the field is one of a listing.
bool IsOfListing(ChangedField field);
// As the API writes it: "offers[0].topics", "needs[1].rules[0]", "state".
std::string FieldPath(const ProfileChange& change);

// Makes those of the changes that are of this side. REQUIRES: listings and
// rules that the profile has; no two of the changes set one field.
void Apply(const std::vector<ProfileChange>& changes, EvidenceSide side, MemberProfile& profile);

// A profile and what was made from it.
struct ProfiledMember {
  MemberProfile profile;
  std::shared_ptr<const MemberFeatures> features;
};

// The features of a member whose profile is changed at `as_of`, which is then
// when it was last updated; as they are where no change is of this side.
// Analyses no text: the changes state topics, and leave the running text.
std::shared_ptr<const MemberFeatures> FeaturesAfter(const Thesaurus& thesaurus,
                                                    const ProfiledMember& member,
                                                    const std::vector<ProfileChange>& changes,
                                                    EvidenceSide side, absl::Time as_of);

}  // namespace counterpoint::matching
