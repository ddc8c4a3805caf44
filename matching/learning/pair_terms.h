// The terms of a pair's score as numbers to learn from.
#pragma once

#include <array>

#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "matching/network/connections.h"
#include "matching/policy/policy.h"
#include "matching/score/score_terms.h"

namespace counterpoint::matching {

// By EvidenceTerm what it contributes to the score, over both sides and all
// listings: 0 or more, and 0 for the unused number and for staff rules. They sum
// to the score within 1e-6. The same whichever of the two asks, but for popularity
// and closeness, which are of the partner and of the member that asks.
using PairTerms = std::array<double, kEvidenceTerms>;

// The terms that ExplainMatch tells, without what texts share word by word, which
// is most of its cost. REQUIRES: `connections` are those of `member`.
PairTerms TermsOf(const TextModel& model, const MemberFeatures& member,
                  const MemberFeatures& partner, const Policy& policy, absl::Time as_of,
                  const Connections& connections);

// The same for one member and many partners, with the texts of each weighed once.
// REQUIRES: a policy as Scaled() returns it; `connections` as above.
PairTerms TermsOf(const TextModel& model, const WeighedMember& member, const WeighedMember& partner,
                  const Policy& policy, absl::Time as_of, const Connections& connections);

}  // namespace counterpoint::matching
