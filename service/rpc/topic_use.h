// Which members use topics.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "counterpoint/v1/alliance.pb.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// Ids of topics of `before` that `after` does not have.
absl::flat_hash_set<std::string> RemovedTopics(const v1::Alliance& before,
                                               const v1::Alliance& after);

// Names of up to ten members, in order of id, that name one of the topics in
// their sectors, a listing, or a rule of one. Reads all members where fewer do.
// Errors: DATA_LOSS.
absl::StatusOr<std::vector<std::string>> MembersUsing(
    const storage::ReadView& view, absl::string_view alliance,
    const absl::flat_hash_set<std::string>& topics);

}  // namespace counterpoint::service
