#include "service/validation/pair_check.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "service/validation/list_check.h"
#include "service/validation/name_check.h"

namespace counterpoint::validation {

PairKey KeyOf(const v1::MeetingPair& pair) {
  return std::minmax(pair.participant(), pair.partner());
}

void CheckPair(const FieldPath& path, const v1::MeetingPair& pair, absl::string_view alliance,
               Violations& violations) {
  const auto first = CheckMemberName(path.Field("participant"), pair.participant(), violations);
  if (first && !alliance.empty() && first->alliance != alliance) {
    violations.Add(path.Field("participant"), "is a member of another alliance");
  }
  const FieldPath partner = path.Field("partner");
  CheckMemberOf(partner, pair.partner(),
                alliance.empty() && first ? absl::string_view(first->alliance) : alliance,
                violations);
  if (first && pair.participant() == pair.partner()) {
    violations.Add(partner, "must be another member than `participant`");
  }
}

PairPlaces CheckPairs(const FieldPath& parent, absl::string_view name,
                      const google::protobuf::RepeatedPtrField<v1::MeetingPair>& pairs,
                      absl::string_view alliance, Violations& violations) {
  PairPlaces places;
  if (!CheckLength(parent.Field(name), pairs.size(), kMostPairs, violations)) return places;
  for (int i = 0; i < pairs.size(); ++i) {
    const FieldPath at = parent.Item(name, i);
    CheckPair(at, pairs[i], alliance, violations);
    const auto [earlier, is_new] = places.try_emplace(KeyOf(pairs[i]), i);
    if (!is_new) {
      violations.Add(at, absl::StrCat("is the same pair as ", name, "[", earlier->second, "]"));
    }
  }
  return places;
}

}  // namespace counterpoint::validation
