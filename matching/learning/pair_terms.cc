#include "matching/learning/pair_terms.h"

#include <cstddef>

namespace counterpoint::matching {

PairTerms TermsOf(const TextModel& model, const MemberFeatures& member,
                  const MemberFeatures& partner, const Policy& policy, absl::Time as_of,
                  const Connections& connections) {
  return TermsOf(model, WeighedMember(model, member), WeighedMember(model, partner), Scaled(policy),
                 as_of, connections);
}

PairTerms TermsOf(const TextModel& model, const WeighedMember& member, const WeighedMember& partner,
                  const Policy& policy, absl::Time as_of, const Connections& connections) {
  const ScoredPair pair = ScoreMatch(model, member, partner, policy, as_of, connections);
  PairTerms terms{};
  for (const auto* part : {&pair.of_gain, &pair.of_partner_gain, &pair.of_pair}) {
    for (const ScoreTerm& term : *part) {
      terms[static_cast<std::size_t>(term.term)] += term.contribution;
    }
  }
  return terms;
}

}  // namespace counterpoint::matching
