#include "service/rpc/session_service.h"

#include "service/rpc/unary_call.h"

namespace counterpoint::service {

grpc::ServerUnaryReactor* SessionService::CreateSession(grpc::CallbackServerContext* context,
                                                        const v1::CreateSessionRequest* request,
                                                        v1::Session* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return session_writes_.Create(r); });
}

grpc::ServerUnaryReactor* SessionService::GetSession(grpc::CallbackServerContext* context,
                                                     const v1::GetSessionRequest* request,
                                                     v1::Session* response) {
  return RunInline(gate_, context, request, response,
                   [this](const auto& r) { return session_reads_.Get(r); });
}

grpc::ServerUnaryReactor* SessionService::ListSessions(grpc::CallbackServerContext* context,
                                                       const v1::ListSessionsRequest* request,
                                                       v1::ListSessionsResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return session_reads_.List(r); });
}

grpc::ServerUnaryReactor* SessionService::UpdateSession(grpc::CallbackServerContext* context,
                                                        const v1::UpdateSessionRequest* request,
                                                        v1::Session* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return session_writes_.Update(r); });
}

grpc::ServerUnaryReactor* SessionService::DeleteSession(grpc::CallbackServerContext* context,
                                                        const v1::DeleteSessionRequest* request,
                                                        google::protobuf::Empty* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return session_writes_.Delete(r); });
}

grpc::ServerUnaryReactor* SessionService::CopySession(grpc::CallbackServerContext* context,
                                                      const v1::CopySessionRequest* request,
                                                      v1::Session* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return session_copy_.Copy(r); });
}

grpc::ServerUnaryReactor* SessionService::SetSessionState(grpc::CallbackServerContext* context,
                                                          const v1::SetSessionStateRequest* request,
                                                          v1::Session* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return session_writes_.SetState(r); });
}

grpc::ServerUnaryReactor* SessionService::CreateParticipant(
    grpc::CallbackServerContext* context, const v1::CreateParticipantRequest* request,
    v1::Participant* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return participant_writes_.Create(r); });
}

grpc::ServerUnaryReactor* SessionService::BatchCreateParticipants(
    grpc::CallbackServerContext* context, const v1::BatchCreateParticipantsRequest* request,
    v1::BatchCreateParticipantsResponse* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return participant_writes_.BatchCreate(r); });
}

grpc::ServerUnaryReactor* SessionService::GetParticipant(grpc::CallbackServerContext* context,
                                                         const v1::GetParticipantRequest* request,
                                                         v1::Participant* response) {
  return RunInline(gate_, context, request, response,
                   [this](const auto& r) { return participant_reads_.Get(r); });
}

grpc::ServerUnaryReactor* SessionService::ListParticipants(
    grpc::CallbackServerContext* context, const v1::ListParticipantsRequest* request,
    v1::ListParticipantsResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return participant_reads_.List(r); });
}

grpc::ServerUnaryReactor* SessionService::UpdateParticipant(
    grpc::CallbackServerContext* context, const v1::UpdateParticipantRequest* request,
    v1::Participant* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return participant_writes_.Update(r); });
}

grpc::ServerUnaryReactor* SessionService::DeleteParticipant(
    grpc::CallbackServerContext* context, const v1::DeleteParticipantRequest* request,
    google::protobuf::Empty* response) {
  return RunOn(gate_, writers_, context, request, response,
               [this](const auto& r) { return participant_writes_.Delete(r); });
}

}  // namespace counterpoint::service
