#include "service/rpc/operation_reads.h"

#include <memory>
#include <utility>

#include "service/conversion/operation_record.h"
#include "service/rpc/request_check.h"
#include "service/tokens/fingerprint.h"
#include "service/tokens/page_token.h"

namespace counterpoint::service {
namespace {

constexpr int kDefaultPage = 100;

}  // namespace

absl::StatusOr<v1::Operation> OperationReads::Get(const v1::GetOperationRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  return backend_.operations.Get(*conversion::ParseOperationName(request.name()));
}

absl::StatusOr<v1::ListOperationsResponse> OperationReads::List(
    const v1::ListOperationsRequest& request) const {
  std::shared_ptr<const storage::ReadView> view = backend_.store.View();
  const auto alliance = conversion::ParseAllianceName(request.parent());
  const auto known = CheckAndFind(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();
  const auto token = DecodePageToken(request.page_token(), request);
  if (!token.ok()) return token.status();
  PageToken next;
  next.query = QueryFingerprint(request);
  if (token->has_value()) {
    next = **token;
    auto pinned = backend_.store.Pinned(next.pin);
    if (!pinned.ok()) return ExpiredPageToken();
    view = *std::move(pinned);
  }

  v1::ListOperationsResponse response;
  const auto cursor = view->Scan(*alliance, storage::Collection::kOperation, next.after);
  const int page_size = PageSize(request.page_size(), kDefaultPage);
  storage::Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return response;
    if (response.operations_size() == page_size) break;
    next.after = record.id;
    auto operation = conversion::OperationOf(*alliance, record);
    if (!operation.ok()) return operation.status();
    backend_.operations.AddProgress(*operation);
    *response.add_operations() = *std::move(operation);
  }
  if (!token->has_value()) next.pin = backend_.store.Pin(std::move(view));
  response.set_next_page_token(EncodePageToken(next));
  return response;
}

}  // namespace counterpoint::service
