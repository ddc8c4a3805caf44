#include "service/feedback/pair_bonds.h"

#include <algorithm>

namespace counterpoint::service {
namespace {

// The first that there is names the bond.
constexpr v1::InteractionKind kInOrder[] = {v1::CONFLICT, v1::PARTNERSHIP, v1::AGREEMENT_SIGNED,
                                            v1::DECLINED};

}  // namespace

NumberedPair NumberedPair::Of(const InteractionFact& fact) {
  return {std::min(fact.member, fact.partner), std::max(fact.member, fact.partner)};
}

bool PairBonds::KeepsApart(std::uint8_t kind) {
  return std::find(std::begin(kInOrder), std::end(kInOrder), kind) != std::end(kInOrder);
}

void PairBonds::Add(const InteractionFact& fact) {
  ties_[NumberedPair::Of(fact)].push_back({fact.occurred, fact.kind});
}

void PairBonds::Remove(const InteractionFact& fact) {
  const auto found = ties_.find(NumberedPair::Of(fact));
  auto& ties = found->second;
  // Of equal ones any.
  const auto same = std::find_if(ties.begin(), ties.end(), [&](const Tie& tie) {
    return tie.occurred == fact.occurred && tie.kind == fact.kind;
  });
  ties.erase(same);
  if (ties.empty()) ties_.erase(found);
}

KeptApart::Bond PairBonds::Of(const NumberedPair& pair) const {
  KeptApart::Bond bond;
  const auto found = ties_.find(pair);
  if (found == ties_.end()) return bond;
  const auto place = [](v1::InteractionKind kind) {
    return std::find(std::begin(kInOrder), std::end(kInOrder), kind);
  };
  for (const Tie& tie : found->second) {
    const auto kind = static_cast<v1::InteractionKind>(tie.kind);
    if (place(kind) < place(bond.kind)) bond.kind = kind;
    if (kind != v1::DECLINED) continue;
    const absl::Time until = absl::FromUnixSeconds(tie.occurred) + KeptApart::kDeclineLasts;
    bond.declined_until = std::max(bond.declined_until, until);
  }
  if (bond.kind == v1::DECLINED) bond.until = bond.declined_until;
  return bond;
}

}  // namespace counterpoint::service
