#include "matching/learning/acceptance_order.h"

#include <algorithm>

#include "matching/learning/acceptance.h"
#include "matching/learning/pair_terms.h"

namespace counterpoint::matching {

void OrderByAcceptance(const TextModel& model, const Policy& policy, absl::Time as_of,
                       const Connections& connections, const MemberFeatures& member,
                       std::vector<RankedMatch>& matches) {
  if (!policy.acceptance.has_value()) return;
  const Policy scaled = Scaled(policy);
  const WeighedMember asker(model, member);
  const auto begin = matches.begin();
  const auto end = begin + static_cast<std::ptrdiff_t>(std::min(kAcceptancePool, matches.size()));
  std::for_each(begin, end, [&](RankedMatch& match) {
    match.acceptance = AcceptanceProbability(
        *scaled.acceptance,
        TermsOf(model, asker, WeighedMember(model, *match.partner), scaled, as_of, connections));
  });
  std::sort(begin, end, [](const RankedMatch& a, const RankedMatch& b) {
    if (a.acceptance != b.acceptance) return a.acceptance > b.acceptance;
    if (a.score != b.score) return a.score > b.score;
    return a.partner->id < b.partner->id;
  });
}

}  // namespace counterpoint::matching
