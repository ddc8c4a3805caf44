#include "service/rpc/audit_service.h"

#include "service/rpc/unary_call.h"

namespace counterpoint::service {

grpc::ServerUnaryReactor* AuditService::ListAuditEntries(grpc::CallbackServerContext* context,
                                                         const v1::ListAuditEntriesRequest* request,
                                                         v1::ListAuditEntriesResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const v1::ListAuditEntriesRequest& r, const Caller& caller) {
                 return reads_.List(r, caller);
               });
}

grpc::ServerUnaryReactor* AuditService::GetAuditHead(grpc::CallbackServerContext* context,
                                                     const v1::GetAuditHeadRequest* request,
                                                     v1::AuditHead* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const v1::GetAuditHeadRequest& r, const Caller& caller) {
                 return reads_.Head(r, caller);
               });
}

grpc::ServerUnaryReactor* AuditService::VerifyAudit(grpc::CallbackServerContext* context,
                                                    const v1::VerifyAuditRequest* request,
                                                    v1::VerifyAuditResponse* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const v1::VerifyAuditRequest& r, const Caller& caller) {
                 return reads_.Verify(r, caller);
               });
}

}  // namespace counterpoint::service
