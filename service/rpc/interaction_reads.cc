#include "service/rpc/interaction_reads.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "service/conversion/interaction_record.h"
#include "service/rpc/list_page.h"
#include "service/rpc/request_check.h"

namespace counterpoint::service {
namespace {

using storage::Collection;

constexpr int kDefaultPage = 50;
// Interactions looked at for one page: a filter that few of them pass gives short
// pages instead of long waits.
constexpr int kMaxScanned = 20'000;

bool IsAskedFor(const v1::ListInteractionsRequest& request, const v1::Interaction& interaction) {
  const std::string& member = request.member();
  const bool has_part =
      member.empty() || interaction.member() == member || interaction.partner() == member;
  return has_part &&
         (request.kinds().empty() || absl::c_linear_search(request.kinds(), interaction.kind()));
}

}  // namespace

absl::StatusOr<v1::Interaction> InteractionReads::Get(
    const v1::GetInteractionRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = conversion::ParseInteractionName(request.name());
  const auto record =
      backend_.store.View()->Get(name->alliance, Collection::kInteraction, name->interaction);
  if (absl::IsNotFound(record.status())) {
    return InteractionNotFound(name->alliance, name->interaction);
  }
  if (!record.ok()) return record.status();
  return conversion::InteractionOf(name->alliance, *record);
}

absl::StatusOr<v1::ListInteractionsResponse> InteractionReads::List(
    const v1::ListInteractionsRequest& request) const {
  auto view = backend_.store.View();
  const auto alliance = conversion::ParseAllianceName(request.parent());
  const auto known = CheckAndFind(backend_, *view, alliance, request);
  if (!known.ok()) return known.status();
  auto page = ListPage::Of(backend_.store, std::move(view), request, request.page_token());
  if (!page.ok()) return page.status();

  v1::ListInteractionsResponse response;
  RecordScan scan(page->view(), *alliance, Collection::kInteraction, page->after());
  auto next = FillPage(*page, scan, {PageSize(request.page_size(), kDefaultPage), kMaxScanned},
                       *response.mutable_interactions(),
                       [&]() -> absl::StatusOr<std::optional<v1::Interaction>> {
                         auto interaction = conversion::InteractionOf(*alliance, scan.record());
                         if (!interaction.ok()) return interaction.status();
                         if (!IsAskedFor(request, *interaction)) return std::nullopt;
                         return *std::move(interaction);
                       });
  if (!next.ok()) return next.status();
  response.set_next_page_token(*std::move(next));
  return response;
}

}  // namespace counterpoint::service
