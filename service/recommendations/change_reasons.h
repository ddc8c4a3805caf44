// Why the lists of two generations differ, as far as it was recorded.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "service/recommendations/generation_difference.h"
#include "service/recommendations/generations.h"
#include "service/recommendations/list_basis.h"

namespace counterpoint::service {

// Each generation has the causes since the one that was current before it. Where
// these lead from one of the two numbers back to the other, perhaps over several
// generations, all of them count; else, or where one of those between is not kept
// any more, there are none, and the two generations have to speak for themselves.
// Errors: DATA_LOSS, UNAVAILABLE.
absl::StatusOr<ChangeReasons> FindReasons(Generations& generations, const storage::ReadView& view,
                                          const std::string& alliance, int base, int generation);

// For ChangeReasons::is_vetoed: by the rules in force and the members as the basis
// has them, which it keeps.
std::function<bool(absl::string_view member, absl::string_view partner)> VetoesOf(
    const ListBasis& basis);

}  // namespace counterpoint::service
