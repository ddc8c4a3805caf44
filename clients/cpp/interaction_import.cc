#include "clients/cpp/interaction_import.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cpp/error.h"

namespace counterpoint::client {
namespace {

using Stub = v1::InteractionService::StubInterface;

struct ItemViolation {
  int index = 0;
  FieldViolation violation;
};

// "interactions[3].member" taken apart; nothing where it is no such path.
std::optional<ItemViolation> OfItem(const FieldViolation& violation) {
  absl::string_view rest = violation.field;
  if (!absl::ConsumePrefix(&rest, "interactions[")) return std::nullopt;
  const std::size_t end = rest.find(']');
  ItemViolation item;
  if (end == absl::string_view::npos || !absl::SimpleAtoi(rest.substr(0, end), &item.index)) {
    return std::nullopt;
  }
  rest.remove_prefix(end + 1);
  absl::ConsumePrefix(&rest, ".");
  item.violation = {std::string(rest), violation.description};
  return item;
}

// What is wrong with each of `size` interactions; empty where the error is
// about the request as a whole.
std::map<int, google::rpc::BadRequest> WrongItems(const absl::Status& error, int size) {
  std::map<int, google::rpc::BadRequest> wrong;
  for (const FieldViolation& violation : FieldViolations(error)) {
    const auto item = OfItem(violation);
    if (!item || item->index < 0 || item->index >= size) return {};
    auto& named = *wrong[item->index].add_field_violations();
    named.set_field(item->violation.field);
    named.set_description(item->violation.description);
  }
  return wrong;
}

absl::Status ReasonOf(absl::StatusCode code, const google::rpc::BadRequest& wrong) {
  const auto& first = wrong.field_violations(0);
  absl::Status reason(code, absl::StrCat(first.field(), ": ", first.description()));
  reason.SetPayload("type.googleapis.com/google.rpc.BadRequest",
                    absl::Cord(wrong.SerializeAsString()));
  return reason;
}

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
  const auto wrong = WrongItems(error, batch_.interactions_size());
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
      on_rejected_(positions_[i], batch_.interactions(i), ReasonOf(error.code(), found->second));
    }
  }
  batch_ = std::move(others);
  positions_ = std::move(positions);
  return absl::OkStatus();
}

}  // namespace counterpoint::client
