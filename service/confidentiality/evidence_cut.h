// Evidence and exclusions as a viewer may see them.
#pragma once

#include <string>
#include <vector>

#include "matching/ranking/evidence.h"
#include "matching/ranking/exclusion.h"
#include "matching/thesaurus/thesaurus.h"
#include "service/confidentiality/confidential_listings.h"
#include "service/confidentiality/viewer.h"

namespace counterpoint::service {

// One of the two of a match. Borrows both.
struct MatchedMember {
  const std::string& id;                 // Empty: a need typed ad hoc.
  const ConfidentialListings* listings;  // Null: all of them are public.
};

// Puts one kConfidential in the place of all terms of a listing that the viewer does
// not see whole, so that contributions add up as before:
// - where it sees a part of the listings, for each need and offer, with their ids.
//   Topics that such a listing states, or broader ones, stay as kTopics, with their
//   own contributions; those that only its text speaks of do not;
// - where it does not know of one, once for each side, without ids.
// Words that a listing shares which is not seen whole are never told, not even those
// of the viewer's own texts: that they are shared says that they stand in it.
void CutEvidence(const Viewer& viewer, const MatchedMember& member, const MatchedMember& partner,
                 const matching::Thesaurus& thesaurus, std::vector<matching::Evidence>& evidence);

// Names the field "confidential", once for each side, where a reason stands in a
// listing that the viewer does not see whole; numbers of the others count those alone
// that it knows of.
void CutExclusions(const Viewer& viewer, const MatchedMember& member, const MatchedMember& partner,
                   std::vector<matching::ExclusionReason>& exclusions);

}  // namespace counterpoint::service
