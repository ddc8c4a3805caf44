#include "service/rpc/operation_reads.h"

#include <optional>
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
  RecordScan scan(page->view(), *alliance, storage::Collection::kOperation, page->after());
  auto next = FillPage(*page, scan, {PageSize(request.page_size(), kDefaultPage)},
                       *response.mutable_operations(),
                       [&]() -> absl::StatusOr<std::optional<v1::Operation>> {
                         auto operation = conversion::OperationOf(*alliance, scan.record());
                         if (operation.ok()) backend_.operations.AddProgress(*operation);
                         return operation;
                       });
  if (!next.ok()) return next.status();
  response.set_next_page_token(*std::move(next));
  return response;
}

}  // namespace counterpoint::service
