#include "service/rpc/operation_reads.h"

#include <utility>

#include "service/conversion/operation_record.h"
#include "service/rpc/list_page.h"
#include "service/rpc/request_check.h"

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
  auto view = backend_.store.View();
  const auto alliance = conversion::ParseAllianceName(request.parent());
  const auto known = CheckAndFind(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();
  auto page = ListPage::Of(backend_.store, std::move(view), request, request.page_token());
  if (!page.ok()) return page.status();

  v1::ListOperationsResponse response;
  const auto cursor = page->view().Scan(*alliance, storage::Collection::kOperation, page->after());
  const int page_size = PageSize(request.page_size(), kDefaultPage);
  storage::Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return response;
    if (response.operations_size() == page_size) break;
    page->MoveTo(record.id);
    auto operation = conversion::OperationOf(*alliance, record);
    if (!operation.ok()) return operation.status();
    backend_.operations.AddProgress(*operation);
    *response.add_operations() = *std::move(operation);
  }
  response.set_next_page_token(page->NextToken());
  return response;
}

}  // namespace counterpoint::service
