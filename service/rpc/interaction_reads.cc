#include "service/rpc/interaction_reads.h"

#include <string>
#include <utility>

#include "service/conversion/interaction_record.h"
#include "service/rpc/request_check.h"
#include "service/tokens/fingerprint.h"
#include "service/tokens/page_token.h"

namespace counterpoint::service {
namespace {

using storage::Collection;

constexpr int kDefaultPage = 50;
// Interactions looked at for one page: a member with few of them gives short
// pages instead of long waits.
constexpr int kMaxScanned = 20'000;

bool HasPart(const std::string& member, const v1::Interaction& interaction) {
  return interaction.member() == member || interaction.partner() == member;
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

  v1::ListInteractionsResponse response;
  const auto cursor = view->Scan(*alliance, Collection::kInteraction, next.after);
  const int page_size = PageSize(request.page_size(), kDefaultPage);
  storage::Record record;
  for (int scanned = 0;; ++scanned) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return response;
    if (response.interactions_size() == page_size || scanned == kMaxScanned) break;
    next.after = record.id;
    auto interaction = conversion::InteractionOf(*alliance, record);
    if (!interaction.ok()) return interaction.status();
    if (!request.member().empty() && !HasPart(request.member(), *interaction)) continue;
    *response.add_interactions() = *std::move(interaction);
  }
  if (!token->has_value()) next.pin = backend_.store.Pin(std::move(view));
  response.set_next_page_token(EncodePageToken(next));
  return response;
}

}  // namespace counterpoint::service
