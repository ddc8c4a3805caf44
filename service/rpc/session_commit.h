// Commits that put a session.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/session.pb.h"
#include "storage/record.h"
#include "storage/store.h"

namespace counterpoint::service {

// Commits the session under the commit's request id and returns it as it is from then on.
// Errors: those of storage::Store::Commit, DATA_LOSS.
absl::StatusOr<v1::Session> CommitPut(storage::Store& store, storage::CommitRequest commit,
                                      v1::Session session);

}  // namespace counterpoint::service
