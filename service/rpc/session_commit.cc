#include "service/rpc/session_commit.h"

#include <utility>

#include "service/rpc/idempotency.h"
#include "service/sessions/session_put.h"

namespace counterpoint::service {

absl::StatusOr<v1::Session> CommitPut(storage::Store& store, storage::CommitRequest commit,
                                      v1::Session session) {
  commit.writes = {PutOf(session)};
  commit.make_reply = [&](const storage::CommitResult& result) {
    Stamp(result, session);
    return session.SerializeAsString();
  };
  const auto result = store.Commit(std::move(commit));
  if (!result.ok()) return result.status();
  return ReplyOf<v1::Session>(*result);
}

}  // namespace counterpoint::service
