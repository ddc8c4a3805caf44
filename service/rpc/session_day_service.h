// SessionDayService on gRPC.
#pragma once

#include "counterpoint/v1/session_day_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/session_day_reads.h"
#include "service/rpc/session_day_writes.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Borrows everything. Thread-safe.
class SessionDayService final : public v1::SessionDayService::CallbackService {
 public:
  // Writes run on `writers`, reads on `readers`.
  SessionDayService(const Backend& backend, WorkerPool& writers, WorkerPool& readers)
      : gate_(backend.gate),
        backend_(backend),
        reads_(backend),
        writes_(backend),
        writers_(writers),
        readers_(readers) {}

  grpc::ServerUnaryReactor* ExportAgenda(grpc::CallbackServerContext* context,
                                         const v1::ExportAgendaRequest* request,
                                         v1::ExportAgendaResponse* response) override;
  grpc::ServerUnaryReactor* CheckInParticipants(grpc::CallbackServerContext* context,
                                                const v1::CheckInParticipantsRequest* request,
                                                v1::CheckInParticipantsResponse* response) override;
  grpc::ServerUnaryReactor* RecordMeetingOutcomes(
      grpc::CallbackServerContext* context, const v1::RecordMeetingOutcomesRequest* request,
      v1::RecordMeetingOutcomesResponse* response) override;
  grpc::ServerUnaryReactor* ListMeetingOutcomes(grpc::CallbackServerContext* context,
                                                const v1::ListMeetingOutcomesRequest* request,
                                                v1::ListMeetingOutcomesResponse* response) override;
  grpc::ServerUnaryReactor* GetSessionReport(grpc::CallbackServerContext* context,
                                             const v1::GetSessionReportRequest* request,
                                             v1::SessionReport* response) override;

 private:
  CallGate& gate_;
  const Backend& backend_;
  const SessionDayReads reads_;
  const SessionDayWrites writes_;
  WorkerPool& writers_;
  WorkerPool& readers_;
};

}  // namespace counterpoint::service
