#include "clients/cpp/interaction_import.h"

#include <utility>

#include "clients/cpp/item_errors.h"

namespace counterpoint::client {
namespace {

using Stub = v1::InteractionService::StubInterface;

}  // namespace

InteractionImport::InteractionImport(std::shared_ptr<Stub> stub, const Caller& caller,
                                     InteractionImportOptions options, OnRejected on_rejected)
    : stub_(std::move(stub)),
      caller_(caller),
      options_(std::move(options)),
      on_rejected_(std::move(on_rejected)) {}

absl::Status InteractionImport::Add(v1::Interaction interaction) {
  // A name may come once in a batch; coming again it is a repetition of what is
  // there by then.
  if (names_.contains(interaction.name())) {
    if (absl::Status status = Send(); !status.ok()) return status;
  }
  names_.insert(interaction.name());
  positions_.push_back(added_++);
  *batch_.add_interactions() = std::move(interaction);
  return batch_.interactions_size() < options_.batch_size ? absl::OkStatus() : Send();
}

absl::StatusOr<InteractionImportSummary> InteractionImport::Finish() {
  if (absl::Status status = Send(); !status.ok()) return status;
  return summary_;
}

absl::Status InteractionImport::Send() {
  batch_.set_parent(options_.parent);
  while (!batch_.interactions().empty()) {
    const auto response = caller_.Call(*stub_, &Stub::BatchRecordInteractions, batch_);
    if (response.ok()) {
      summary_.recorded += response->recorded_count();
      summary_.unchanged += batch_.interactions_size() - response->recorded_count();
      break;
    }
    if (absl::Status status = Reject(response.status()); !status.ok()) return status;
  }
  batch_.Clear();
  positions_.clear();
  names_.clear();
  return absl::OkStatus();
}

absl::Status InteractionImport::Reject(const absl::Status& error) {
  const auto wrong = ItemErrors(error, "interactions", batch_.interactions_size());
  if (wrong.empty()) return error;
  v1::BatchRecordInteractionsRequest others;
  others.set_parent(options_.parent);
  std::vector<int64_t> positions;
  for (int i = 0; i < batch_.interactions_size(); ++i) {
    const auto found = wrong.find(i);
    if (found == wrong.end()) {
      *others.add_interactions() = std::move(*batch_.mutable_interactions(i));
      positions.push_back(positions_[i]);
      continue;
    }
    ++summary_.rejected;
    if (on_rejected_) {
      on_rejected_(positions_[i], batch_.interactions(i), found->second);
    }
  }
  batch_ = std::move(others);
  positions_ = std::move(positions);
  return absl::OkStatus();
}

}  // namespace counterpoint::client
