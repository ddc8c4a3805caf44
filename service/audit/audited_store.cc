#include "service/audit/audited_store.h"

#include <utility>

#include "service/audit/audited_call.h"
#include "service/validation/violations.h"

namespace counterpoint::service {
namespace {

// The store knows no fields of requests: it refuses a request id that was another's.
absl::StatusOr<storage::CommitResult> NamingField(absl::StatusOr<storage::CommitResult> result,
                                                  bool has_request_id) {
  if (!has_request_id || !absl::IsInvalidArgument(result.status())) return result;
  validation::Violations violations;
  violations.Add(validation::FieldPath("request_id"),
                 "was used for another request; take a new one");
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<storage::CommitResult> AuditedStore::Commit(storage::CommitRequest request) {
  const bool has_request_id = !request.request_id.empty();
  AuditedCall* const call = AuditedCall::Current();
  // One without writes enters nothing, and is entered at the end of its call.
  auto event = call == nullptr || request.writes.empty()
                   ? std::nullopt
                   : call->EventOf(request.alliance, request.writes);
  if (!event) return NamingField(store_.Commit(std::move(request)), has_request_id);
  auto result = store_.CommitAudited(std::move(request), *std::move(event));
  if (result.ok() && !result->repeated) call->MarkEntered();
  return NamingField(std::move(result), has_request_id);
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
