// Any number of outcomes of a session's meetings.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "counterpoint/v1/session_day_service.grpc.pb.h"

namespace counterpoint::client {

struct OutcomeImportOptions {
  // `alliances/{alliance}/sessions/{session}`.
  std::string session;
  // A batch is one commit of the service; 1 to 1,000.
  int batch_size = 500;
};

struct OutcomeImportSummary {
  int64_t recorded = 0;
  int64_t rejected = 0;
};

// Sends outcomes batch by batch, as InteractionImport does: each is taken or
// rejected on its own. A pair comes once; of one that comes again the service
// refuses the second within a batch. Safe to repeat as a whole. For one thread.
class OutcomeImport {
 public:
  // `position` counts from 0 over the whole import. The fields that the error
  // names begin at the outcome: "absent[0]".
  using OnRejected = std::function<void(int64_t position, const v1::MeetingOutcome& outcome,
                                        const absl::Status& reason)>;

  OutcomeImport(std::shared_ptr<v1::SessionDayService::StubInterface> stub, const Caller& caller,
                OutcomeImportOptions options, OnRejected on_rejected);

  // Takes an outcome, and sends the batch that is full with it. After an error,
  // which is none of a single outcome, the import is over; batches sent before it
  // stand.
  absl::Status Add(v1::MeetingOutcome outcome);

  // Sends what is left.
  absl::StatusOr<OutcomeImportSummary> Finish();

  // What has been decided so far.
  const OutcomeImportSummary& summary() const { return summary_; }

 private:
  absl::Status Send();
  // Takes out those that the error names; the error where it names none.
  absl::Status Reject(const absl::Status& error);

  const std::shared_ptr<v1::SessionDayService::StubInterface> stub_;
  const Caller caller_;
  const OutcomeImportOptions options_;
  const OnRejected on_rejected_;
  v1::RecordMeetingOutcomesRequest batch_;
  std::vector<int64_t> positions_;  // Of the batch's outcomes.
  int64_t added_ = 0;
  OutcomeImportSummary summary_;
};

}  // namespace counterpoint::client
