#include "service/validation/pairing_check.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/validation/enum_check.h"
#include "service/validation/list_check.h"
#include "service/validation/meeting_numbers.h"
#include "service/validation/number_check.h"

namespace counterpoint::validation {
namespace {

constexpr int kMostCandidates = 200;
constexpr int kMostKindPairs = 64;

void CheckKindPairs(const FieldPath& path, const v1::PairingRules& pairing,
                    Violations& violations) {
  if (!CheckLength(path.Field("may_meet"), pairing.may_meet_size(), kMostKindPairs, violations)) {
    return;
  }
  absl::flat_hash_map<std::pair<int, int>, int> seen;
  const auto& kinds = *v1::MemberKind_descriptor();
  for (int i = 0; i < pairing.may_meet_size(); ++i) {
    const v1::KindPair& pair = pairing.may_meet(i);
    const FieldPath at = path.Item("may_meet", i);
    CheckEnum(at.Field("kind"), pair.kind(), kinds, Presence::kRequired, violations);
    CheckEnum(at.Field("partner_kind"), pair.partner_kind(), kinds, Presence::kRequired,
              violations);
    const std::pair<int, int> key =
        std::minmax(static_cast<int>(pair.kind()), static_cast<int>(pair.partner_kind()));
    const auto [earlier, is_new] = seen.try_emplace(key, i);
    if (!is_new) {
      violations.Add(at, absl::StrCat("is the same pair as may_meet[", earlier->second, "]"));
    }
  }
}

}  // namespace

PairPlaces CheckPairing(const FieldPath& path, const v1::PairingRules& pairing, int slots,
                        absl::string_view alliance, Violations& violations) {
  CheckEnum(path.Field("source"), pairing.source(), *v1::PairingRules::Source_descriptor(),
            Presence::kOptional, violations);
  const PairPlaces requested =
      CheckPairs(path, "requested_pairs", pairing.requested_pairs(), alliance, violations);
  CheckKindPairs(path, pairing, violations);
  const FieldPath candidates = path.Field("candidates");
  if (pairing.candidates() != 0) {
    CheckInRange(candidates, pairing.candidates(), 1, kMostCandidates, violations);
  }
  CheckPairs(path, "met_before", pairing.met_before(), alliance, violations);
  CheckEnum(path.Field("fairness"), pairing.fairness(), *v1::PairingRules::Fairness_descriptor(),
            Presence::kOptional, violations);
  CheckMeetingNumbers(path, pairing, slots, violations);

  PairPlaces banned =
      CheckPairs(path, "banned_pairs", pairing.banned_pairs(), alliance, violations);
  for (int i = 0; i < pairing.banned_pairs_size(); ++i) {
    const auto found = requested.find(KeyOf(pairing.banned_pairs(i)));
    if (found == requested.end()) continue;
    violations.Add(path.Item("banned_pairs", i),
                   absl::StrCat("is the same pair as requested_pairs[", found->second,
                                "]; take it out of one of the two"));
  }
  return banned;
}

}  // namespace counterpoint::validation
