#include "clients/cpp/session_days.h"

#include <utility>

namespace counterpoint::client {

using Stub = v1::SessionDayService::StubInterface;

SessionDays::SessionDays(const std::shared_ptr<grpc::Channel>& channel,
                         const ConnectionOptions& options)
    : stub_(v1::SessionDayService::NewStub(channel)), caller_(options) {}

absl::StatusOr<v1::ExportAgendaResponse> SessionDays::ExportAgenda(
    const v1::ExportAgendaRequest& request) const {
  return caller_.Call(*stub_, &Stub::ExportAgenda, request);
}

absl::StatusOr<v1::CheckInParticipantsResponse> SessionDays::CheckIn(
    const v1::CheckInParticipantsRequest& request) const {
  return caller_.Call(*stub_, &Stub::CheckInParticipants, request);
}

absl::StatusOr<v1::RecordMeetingOutcomesResponse> SessionDays::RecordOutcomes(
    const v1::RecordMeetingOutcomesRequest& request) const {
  return caller_.Call(*stub_, &Stub::RecordMeetingOutcomes, request);
}

Pages<v1::MeetingOutcome> SessionDays::ListOutcomes(v1::ListMeetingOutcomesRequest request) const {
  return FetchPages<v1::MeetingOutcome>(
      std::move(request),
      [stub = stub_, caller = caller_](const v1::ListMeetingOutcomesRequest& page) {
        return caller.Call(*stub, &Stub::ListMeetingOutcomes, page);
      },
      [](v1::ListMeetingOutcomesResponse& response) { return response.mutable_outcomes(); });
}

absl::StatusOr<v1::SessionReport> SessionDays::Report(
    const v1::GetSessionReportRequest& request) const {
  return caller_.Call(*stub_, &Stub::GetSessionReport, request);
}

std::unique_ptr<OutcomeImport> SessionDays::ImportOutcomes(
    OutcomeImportOptions options, OutcomeImport::OnRejected on_rejected) const {
  return std::make_unique<OutcomeImport>(stub_, caller_, std::move(options),
                                         std::move(on_rejected));
}

}  // namespace counterpoint::client
