#include "clients/cpp/outcome_import.h"

#include <utility>

#include "clients/cpp/item_errors.h"

namespace counterpoint::client {

using Stub = v1::SessionDayService::StubInterface;

OutcomeImport::OutcomeImport(std::shared_ptr<Stub> stub, const Caller& caller,
                             OutcomeImportOptions options, OnRejected on_rejected)
    : stub_(std::move(stub)),
      caller_(caller),
      options_(std::move(options)),
      on_rejected_(std::move(on_rejected)) {}

absl::Status OutcomeImport::Add(v1::MeetingOutcome outcome) {
  positions_.push_back(added_++);
  *batch_.add_outcomes() = std::move(outcome);
  return batch_.outcomes_size() < options_.batch_size ? absl::OkStatus() : Send();
}

absl::StatusOr<OutcomeImportSummary> OutcomeImport::Finish() {
  if (absl::Status status = Send(); !status.ok()) return status;
  return summary_;
}

absl::Status OutcomeImport::Send() {
  batch_.set_session(options_.session);
  while (!batch_.outcomes().empty()) {
    const auto response = caller_.Call(*stub_, &Stub::RecordMeetingOutcomes, batch_);
    if (response.ok()) {
      summary_.recorded += batch_.outcomes_size();
      break;
    }
    if (absl::Status status = Reject(response.status()); !status.ok()) return status;
  }
  batch_.Clear();
  positions_.clear();
  return absl::OkStatus();
}

absl::Status OutcomeImport::Reject(const absl::Status& error) {
  const auto wrong = ItemErrors(error, "outcomes", batch_.outcomes_size());
  if (wrong.empty()) return error;
  v1::RecordMeetingOutcomesRequest others;
  others.set_session(options_.session);
  std::vector<int64_t> positions;
  for (int i = 0; i < batch_.outcomes_size(); ++i) {
    const auto found = wrong.find(i);
    if (found == wrong.end()) {
      *others.add_outcomes() = std::move(*batch_.mutable_outcomes(i));
      positions.push_back(positions_[i]);
      continue;
    }
    ++summary_.rejected;
    if (on_rejected_) on_rejected_(positions_[i], batch_.outcomes(i), found->second);
  }
  batch_ = std::move(others);
  positions_ = std::move(positions);
  return absl::OkStatus();
}

}  // namespace counterpoint::client
