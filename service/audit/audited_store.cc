#include "service/audit/audited_store.h"

#include "service/audit/audited_call.h"

namespace counterpoint::service {

absl::StatusOr<storage::CommitResult> AuditedStore::Commit(storage::CommitRequest request) {
  AuditedCall* const call = AuditedCall::Current();
  // One without writes enters nothing, and is entered at the end of its call.
  if (call == nullptr || request.writes.empty()) return store_.Commit(std::move(request));
  auto event = call->EventOf(request.alliance, request.writes);
  if (!event) return store_.Commit(std::move(request));
  auto result = store_.CommitAudited(std::move(request), *std::move(event));
  if (result.ok() && !result->repeated) call->MarkEntered();
  return result;
}

absl::StatusOr<storage::CommitResult> AuditedStore::DropAlliance(
    absl::string_view alliance, storage::Precondition precondition) {
  AuditedCall* const call = AuditedCall::Current();
  auto event = call == nullptr ? std::nullopt : call->EventOf(alliance, {});
  if (!event) return store_.DropAlliance(alliance, precondition);
  auto result = store_.DropAudited(alliance, precondition, *std::move(event));
  if (result.ok()) call->MarkEntered();
  return result;
}

}  // namespace counterpoint::service
