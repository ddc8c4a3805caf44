// A stored list as it may be shown now.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "matching/features/condition.h"
#include "service/recommendations/list_basis.h"
#include "service/recommendations/patched_list.h"

namespace counterpoint::service {

struct ListQuery {
  const matching::Condition* filter = nullptr;  // Null: everybody passes it.
  double min_score = 0;
  std::size_t begin = 0;  // Entries of the list before the first that may be shown.
  std::size_t most = 0;   // Entries to show.
};

struct ListAnswer {
  std::string list;      // A serialised v1::RecommendationList.
  std::size_t next = 0;  // The `begin` of the next page; 0 after the last one.
};

// The owner's list of the generation: who is no longer a member, may not be
// recommended to it any more (ListGate) or fails the query is left out; the others
// keep their places. Costs a few hundred nanoseconds for each entry looked at, and
// reads nothing from disk. A list that the generation does not have is empty.
ListAnswer AnswerStored(const ListBasis& basis, const ListOwner& owner, const ListQuery& query);

// The same of a patched list.
ListAnswer AnswerPatched(const ListBasis& basis, const ListOwner& owner,
                         absl::Span<const PatchedEntry> entries, const ListQuery& query);

}  // namespace counterpoint::service
