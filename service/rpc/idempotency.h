// Mutations that are repeated under one request id.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/calls/current_call.h"
#include "service/rpc/backend.h"
#include "service/tokens/fingerprint.h"

namespace counterpoint::service {

// A commit under the request's id, with writes and reply still to be added.
template <typename Request>
storage::CommitRequest CommitFor(absl::string_view alliance, const Request& request) {
  EnterStage(Stage::kCommit);
  storage::CommitRequest commit;
  commit.alliance = std::string(alliance);
  commit.request_id = request.request_id();
  if (!commit.request_id.empty()) commit.fingerprint = RequestBytes(request);
  return commit;
}

// The reply of a commit, which is a serialised message. Errors: DATA_LOSS.
template <typename Reply>
absl::StatusOr<Reply> ReplyOf(const storage::CommitResult& result) {
  Reply reply;
  if (!reply.ParseFromString(result.reply)) {
    return absl::DataLossError("the reply that was kept cannot be read");
  }
  return reply;
}

// The answer to the first request that had this one's id, if any. Errors: INVALID_ARGUMENT
// (that was another request), DATA_LOSS.
template <typename Reply, typename Request>
absl::StatusOr<std::optional<Reply>> FindReply(const Backend& backend, absl::string_view alliance,
                                               const Request& request) {
  if (request.request_id().empty() || alliance.empty()) return std::nullopt;
  // Without writes nothing happens, but it is told what happened before.
  const auto known = backend.store.Commit(CommitFor(alliance, request));
  EnterStage(Stage::kWork);
  if (absl::IsInvalidArgument(known.status())) return known.status();
  if (!known.ok() || !known->repeated) return std::nullopt;
  return ReplyOf<Reply>(*known);
}

// Runs `attempt`, StatusOr<Reply>(), which commits with CommitFor(). Where it
// fails, the request may have been carried out before, and stumbled over what
// it has itself brought about: then the answer is that of the first time.
template <typename Reply, typename Request, typename Attempt>
absl::StatusOr<Reply> Once(const Backend& backend, absl::string_view alliance,
                           const Request& request, const Attempt& attempt) {
  absl::StatusOr<Reply> result = attempt();
  if (result.ok()) return result;
  auto known = FindReply<Reply>(backend, alliance, request);
  if (!known.ok()) return known.status();
  if (known->has_value()) return **std::move(known);
  return result;
}

// Attempts at a change that another one may get ahead of.
inline constexpr int kMaxAttempts = 100;

// Repeats an attempt as long as others get ahead of it, which it tells by
// ABORTED, unless the caller's etag forbids that they do.
template <typename Attempt>
auto UntilUndisturbed(const std::string& etag, const Attempt& attempt) {
  auto result = attempt();
  for (int i = 1; i < kMaxAttempts && etag.empty() && absl::IsAborted(result.status()); ++i) {
    result = attempt();
  }
  return result;
}

// Whether another commit got ahead of one whose preconditions were those of the
// view that it was made from.
inline bool LostRace(const absl::Status& status) {
  return absl::IsAborted(status) || absl::IsNotFound(status) || absl::IsAlreadyExists(status);
}

}  // namespace counterpoint::service
