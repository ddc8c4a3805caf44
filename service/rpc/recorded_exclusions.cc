#include "service/rpc/recorded_exclusions.h"

#include <algorithm>

namespace counterpoint::service {
namespace {

matching::KeptApartBy ReasonOf(const KeptApart::Bond& bond, bool include_partners) {
  switch (bond.kind) {
    case v1::CONFLICT:
      return matching::KeptApartBy::kConflict;
    case v1::PARTNERSHIP:
      if (!include_partners) return matching::KeptApartBy::kPartnership;
      break;
    case v1::AGREEMENT_SIGNED:
      if (!include_partners) return matching::KeptApartBy::kAgreement;
      break;
    default:
      break;
  }
  return matching::KeptApartBy::kDecline;
}

}  // namespace

absl::flat_hash_map<std::string, matching::KeptApartBy> LeftOut(const KeptApart& kept_apart,
                                                                absl::string_view member,
                                                                absl::Time as_of,
                                                                bool include_partners) {
  absl::flat_hash_map<std::string, matching::KeptApartBy> left_out;
  for (const KeptApart::Pair& pair : kept_apart.Of(member)) {
    if (!pair.Counts(as_of, include_partners)) continue;
    left_out.emplace(pair.partner, ReasonOf(pair, include_partners));
  }
  return left_out;
}

void AddRecorded(const KeptApart& kept_apart, absl::string_view member, absl::string_view partner,
                 absl::Time as_of, std::vector<matching::ExclusionReason>& exclusions) {
  const KeptApart::Pair* pair = kept_apart.Between(member, partner, as_of);
  if (pair == nullptr) return;
  exclusions.erase(
      std::remove_if(exclusions.begin(), exclusions.end(),
                     [](const auto& reason) { return reason.field == "interactions"; }),
      exclusions.end());
  exclusions.push_back({matching::EvidenceSide::kMember, "interactions", ReasonOf(*pair, false)});
}

}  // namespace counterpoint::service
