// The SessionDayService.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/outcome_import.h"
#include "clients/cpp/pages.h"
#include "counterpoint/v1/session_day_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe; the imports that it begins are not, and may outlive it. Errors are
// those that the proto names, beside UNAVAILABLE and DEADLINE_EXCEEDED. Nothing
// needs a request id: what has been said already changes nothing.
class SessionDays {
 public:
  SessionDays(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  // Fails with RESOURCE_EXHAUSTED where the document is longer than
  // ConnectionOptions::max_message_bytes.
  absl::StatusOr<v1::ExportAgendaResponse> ExportAgenda(
      const v1::ExportAgendaRequest& request) const;
  // A repetition on the way counts nobody twice, but may answer that nobody's
  // check-in was new.
  absl::StatusOr<v1::CheckInParticipantsResponse> CheckIn(
      const v1::CheckInParticipantsRequest& request) const;
  absl::StatusOr<v1::RecordMeetingOutcomesResponse> RecordOutcomes(
      const v1::RecordMeetingOutcomesRequest& request) const;
  // `request.page_token` says where to begin.
  Pages<v1::MeetingOutcome> ListOutcomes(v1::ListMeetingOutcomesRequest request) const;
  absl::StatusOr<v1::SessionReport> Report(const v1::GetSessionReportRequest& request) const;

  // Records any number, batch by batch.
  std::unique_ptr<OutcomeImport> ImportOutcomes(OutcomeImportOptions options,
                                                OutcomeImport::OnRejected on_rejected) const;

 private:
  std::shared_ptr<v1::SessionDayService::StubInterface> stub_;
  Caller caller_;
};

}  // namespace counterpoint::client
