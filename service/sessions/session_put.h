// Writing sessions and participants.
#pragma once

#include "counterpoint/v1/session.pb.h"
#include "storage/record.h"

namespace counterpoint::service {

// A write of the resource over the one that has its etag, which must not have
// changed since it was read, or of a new one where it has none.
storage::Write PutOf(const v1::Session& session);
storage::Write PutOf(const v1::Participant& participant);

// Gives what was written by the commit its new etag and times.
void Stamp(const storage::CommitResult& result, v1::Session& session);
void Stamp(const storage::CommitResult& result, v1::Participant& participant);

}  // namespace counterpoint::service
