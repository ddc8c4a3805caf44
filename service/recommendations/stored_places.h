// Where a partner stood in a stored list, by the list's attribution token.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "service/recommendations/generations.h"
#include "service/recommendations/stored_lists.h"
#include "service/tokens/attribution_token.h"

namespace counterpoint::service {

// For the interactions of one request: reads each generation once. Borrows the
// generations. Not thread-safe.
class StoredPlaces {
 public:
  explicit StoredPlaces(Generations& generations) : generations_(generations) {}

  struct Place {
    int place = 0;           // From 1.
    std::string staff_rule;  // Id of the rule that moved it; empty: none.
  };
  // Nothing where the token is of no stored list, the generation is no longer kept
  // or cannot be read, or the partner was not in the list: one that has changed
  // since may have been shown all the same. Errors: UNAVAILABLE.
  absl::StatusOr<std::optional<Place>> Find(const AttributionToken& token,
                                            const std::string& partner);

 private:
  // Null where there is none.
  absl::StatusOr<std::shared_ptr<const StoredLists>> ListsOf(const AttributionToken& token);

  Generations& generations_;
  absl::flat_hash_map<int, std::shared_ptr<const StoredLists>> lists_;  // By number.
};

}  // namespace counterpoint::service
