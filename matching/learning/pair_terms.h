// The terms of a pair's score as numbers to learn from.
#pragma once

#include <array>

#include "absl/time/time.h"
#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "matching/network/connections.h"
#include "matching/policy/policy.h"
#include "matching/ranking/evidence.h"

namespace counterpoint::matching {

// For each EvidenceTerm its contribution to the score, those of both sides
// together: they sum to the score. The same whichever of the two asks, but for
// popularity and closeness.
using PairTerms = std::array<double, kEvidenceTerms>;

// Without shared words and topics, which is most of what ExplainMatch costs.
PairTerms TermsOf(const TextModel& model, const MemberFeatures& member,
                  const MemberFeatures& partner, const Policy& policy, absl::Time as_of,
                  const Connections& connections);

}  // namespace counterpoint::matching
