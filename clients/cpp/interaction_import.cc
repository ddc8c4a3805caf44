#include "clients/cpp/interaction_import.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cpp/error.h"
#include "clients/cpp/item_errors.h"

namespace counterpoint::client {

using v1::RecordInteractionsRequest;
using v1::RecordInteractionsResponse;

InteractionImport::InteractionImport(std::shared_ptr<v1::InteractionService::StubInterface> stub,
                                     const ConnectionOptions& connection,
                                     InteractionImportOptions options, OnRejected on_rejected)
    : options_(std::move(options)),
      on_rejected_(std::move(on_rejected)),
      sender_(
          connection, {options_.max_in_flight, true},
          [stub = std::move(stub)](grpc::ClientContext* context) {
            return stub->RecordInteractions(context);
          },
          [this](const RecordInteractionsRequest& request,
                 const RecordInteractionsResponse& response) {
            return Deliver(request, response);
          }) {}

absl::Status InteractionImport::Add(v1::Interaction interaction) {
  // A name may come once in a batch; coming again it is a repetition of what is
  // there by then.
  if (names_.contains(interaction.name())) {
    if (absl::Status status = Send(); !status.ok()) return status;
  }
  names_.insert(interaction.name());
  *batch_.add_interactions() = std::move(interaction);
  return batch_.interactions_size() < options_.batch_size ? absl::OkStatus() : Send();
}

absl::StatusOr<InteractionImportSummary> InteractionImport::Finish() {
  if (batch_.interactions_size() > 0) {
    if (absl::Status status = Send(); !status.ok()) return status;
  }
  if (absl::Status status = sender_.Finish(); !status.ok()) return status;
  return summary_;
}

absl::Status InteractionImport::Send() {
  // Any batch can become the first one of a new connection.
  batch_.set_parent(options_.parent);
  names_.clear();
  return sender_.Send(std::exchange(batch_, {}));
}

absl::Status InteractionImport::Deliver(const RecordInteractionsRequest& request,
                                        const RecordInteractionsResponse& response) {
  const int sent = request.interactions_size();
  const int answered =
      response.recorded_count() + response.repeated_count() + response.refusals_size();
  if (answered != sent) {
    return absl::InternalError(
        absl::StrCat("the server answered for ", answered, " of ", sent, " interactions"));
  }
  for (const auto& refusal : response.refusals()) {
    if (refusal.index() < 0 || refusal.index() >= sent) {
      return absl::InternalError("the server refused an interaction that was not sent");
    }
    if (!on_rejected_) continue;
    const absl::Status error = FromProto(refusal.error());
    const auto by_item = ItemErrors(error, "interactions", sent);
    const auto named = by_item.find(refusal.index());
    on_rejected_(decided_ + refusal.index(), request.interactions(refusal.index()),
                 named == by_item.end() ? error : named->second);
  }
  decided_ += sent;
  summary_.recorded += response.recorded_count();
  summary_.unchanged += response.repeated_count();
  summary_.rejected += response.refusals_size();
  return absl::OkStatus();
}

}  // namespace counterpoint::client
