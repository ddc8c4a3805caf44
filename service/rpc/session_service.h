// SessionService on gRPC.
#pragma once

#include "counterpoint/v1/session_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/participant_reads.h"
#include "service/rpc/participant_writes.h"
#include "service/rpc/session_copy.h"
#include "service/rpc/session_reads.h"
#include "service/rpc/session_writes.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Borrows everything. Thread-safe.
class SessionService final : public v1::SessionService::CallbackService {
 public:
  // Writes run on `writers`, longer reads on `readers`.
  SessionService(const Backend& backend, WorkerPool& writers, WorkerPool& readers)
      : gate_(backend.gate),
        session_reads_(backend),
        session_writes_(backend),
        session_copy_(backend),
        participant_reads_(backend),
        participant_writes_(backend),
        writers_(writers),
        readers_(readers) {}

  grpc::ServerUnaryReactor* CreateSession(grpc::CallbackServerContext* context,
                                          const v1::CreateSessionRequest* request,
                                          v1::Session* response) override;
  grpc::ServerUnaryReactor* GetSession(grpc::CallbackServerContext* context,
                                       const v1::GetSessionRequest* request,
                                       v1::Session* response) override;
  grpc::ServerUnaryReactor* ListSessions(grpc::CallbackServerContext* context,
                                         const v1::ListSessionsRequest* request,
                                         v1::ListSessionsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateSession(grpc::CallbackServerContext* context,
                                          const v1::UpdateSessionRequest* request,
                                          v1::Session* response) override;
  grpc::ServerUnaryReactor* DeleteSession(grpc::CallbackServerContext* context,
                                          const v1::DeleteSessionRequest* request,
                                          google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* CopySession(grpc::CallbackServerContext* context,
                                        const v1::CopySessionRequest* request,
                                        v1::Session* response) override;
  grpc::ServerUnaryReactor* SetSessionState(grpc::CallbackServerContext* context,
                                            const v1::SetSessionStateRequest* request,
                                            v1::Session* response) override;
  grpc::ServerUnaryReactor* CreateParticipant(grpc::CallbackServerContext* context,
                                              const v1::CreateParticipantRequest* request,
                                              v1::Participant* response) override;
  grpc::ServerUnaryReactor* BatchCreateParticipants(
      grpc::CallbackServerContext* context, const v1::BatchCreateParticipantsRequest* request,
      v1::BatchCreateParticipantsResponse* response) override;
  grpc::ServerUnaryReactor* GetParticipant(grpc::CallbackServerContext* context,
                                           const v1::GetParticipantRequest* request,
                                           v1::Participant* response) override;
  grpc::ServerUnaryReactor* ListParticipants(grpc::CallbackServerContext* context,
                                             const v1::ListParticipantsRequest* request,
                                             v1::ListParticipantsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateParticipant(grpc::CallbackServerContext* context,
                                              const v1::UpdateParticipantRequest* request,
                                              v1::Participant* response) override;
  grpc::ServerUnaryReactor* DeleteParticipant(grpc::CallbackServerContext* context,
                                              const v1::DeleteParticipantRequest* request,
                                              google::protobuf::Empty* response) override;

 private:
  CallGate& gate_;
  const SessionReads session_reads_;
  const SessionWrites session_writes_;
  const SessionCopy session_copy_;
  const ParticipantReads participant_reads_;
  const ParticipantWrites participant_writes_;
  WorkerPool& writers_;
  WorkerPool& readers_;
};

}  // namespace counterpoint::service
