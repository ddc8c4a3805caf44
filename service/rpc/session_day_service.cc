#include "service/rpc/session_day_service.h"

#include "service/rpc/agenda_export.h"
#include "service/rpc/unary_call.h"

namespace counterpoint::service {

grpc::ServerUnaryReactor* SessionDayService::ExportAgenda(grpc::CallbackServerContext* context,
                                                          const v1::ExportAgendaRequest* request,
                                                          v1::ExportAgendaResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return service::ExportAgenda(backend_, r); });
}

grpc::ServerUnaryReactor* SessionDayService::CheckInParticipants(
    grpc::CallbackServerContext* context, const v1::CheckInParticipantsRequest* request,
    v1::CheckInParticipantsResponse* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.CheckIn(r); });
}

grpc::ServerUnaryReactor* SessionDayService::RecordMeetingOutcomes(
    grpc::CallbackServerContext* context, const v1::RecordMeetingOutcomesRequest* request,
    v1::RecordMeetingOutcomesResponse* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return writes_.RecordOutcomes(r); });
}

grpc::ServerUnaryReactor* SessionDayService::ListMeetingOutcomes(
    grpc::CallbackServerContext* context, const v1::ListMeetingOutcomesRequest* request,
    v1::ListMeetingOutcomesResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return reads_.ListOutcomes(r); });
}

grpc::ServerUnaryReactor* SessionDayService::GetSessionReport(
    grpc::CallbackServerContext* context, const v1::GetSessionReportRequest* request,
    v1::SessionReport* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return reads_.Report(r); });
}

}  // namespace counterpoint::service
