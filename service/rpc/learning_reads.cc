#include "service/rpc/learning_reads.h"

#include <optional>
#include <utility>

#include "service/conversion/policy_proposal_record.h"
#include "service/learning/proposal_store.h"
#include "service/rpc/list_page.h"
#include "service/rpc/request_check.h"

namespace counterpoint::service {
namespace {

constexpr int kDefaultPage = 100;

}  // namespace

absl::StatusOr<v1::PolicyProposal> LearningReads::Get(
    const v1::GetPolicyProposalRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  auto kept =
      ReadProposal(*backend_.store.View(), *conversion::ParsePolicyProposalName(request.name()));
  if (!kept.ok()) return kept.status();
  return std::move(kept->proposal);
}

absl::StatusOr<v1::ListPolicyProposalsResponse> LearningReads::List(
    const v1::ListPolicyProposalsRequest& request) const {
  auto view = backend_.store.View();
  const auto alliance = conversion::ParseAllianceName(request.parent());
  const auto known = CheckAndFind(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();
  auto page = ListPage::Of(backend_.store, std::move(view), request, request.page_token());
  if (!page.ok()) return page.status();

  v1::ListPolicyProposalsResponse response;
  RecordScan scan(page->view(), *alliance, storage::Collection::kPolicyProposal, page->after());
  auto next = FillPage(*page, scan, {PageSize(request.page_size(), kDefaultPage)},
                       *response.mutable_policy_proposals(),
                       [&]() -> absl::StatusOr<std::optional<v1::PolicyProposal>> {
                         return conversion::PolicyProposalOf(*alliance, scan.record());
                       });
  if (!next.ok()) return next.status();
  response.set_next_page_token(*std::move(next));
  return response;
}

}  // namespace counterpoint::service
