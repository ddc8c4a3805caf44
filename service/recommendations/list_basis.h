// Everything that an answer from stored lists is made from, at one moment.
#pragma once

#include <memory>

#include "absl/time/time.h"
#include "service/feedback/kept_apart.h"
#include "service/live_index/snapshot.h"
#include "service/recommendations/generation_basis.h"
#include "service/recommendations/present_members.h"
#include "service/recommendations/stored_lists.h"
#include "service/staff_rules/rules_in_force.h"

namespace counterpoint::service {

class Staleness;

// Nothing is null.
struct ListBasis {
  std::shared_ptr<const StoredLists> lists;
  Snapshot snapshot;
  std::shared_ptr<const PresentMembers> present;     // Of both.
  std::shared_ptr<const GenerationBasis> made_with;  // What the lists were.
  std::shared_ptr<Staleness> staleness;              // Of the lists.
  std::shared_ptr<const KeptApart> apart;
  std::shared_ptr<const CompiledRules> rules;
  absl::Time now;

  const PresentMember& At(std::uint32_t position) const {
    return present->At(position, *lists, *snapshot);
  }
};

// The member that a list is for.
struct ListOwner {
  absl::string_view id;
  const matching::MemberFeatures* features = nullptr;  // As they are now; never null.
  bool changed = false;                                // Since the generation was made, or come.
};

}  // namespace counterpoint::service
