// AuditService on gRPC.
#pragma once

#include "counterpoint/v1/audit_service.grpc.pb.h"
#include "service/rpc/audit_reads.h"
#include "service/rpc/backend.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Borrows everything. Thread-safe.
class AuditService final : public v1::AuditService::CallbackService {
 public:
  AuditService(const Backend& backend, AuditTrail& trail, WorkerPool& readers)
      : gate_(backend.gate), reads_(backend, trail), readers_(readers) {}

  grpc::ServerUnaryReactor* ListAuditEntries(grpc::CallbackServerContext* context,
                                             const v1::ListAuditEntriesRequest* request,
                                             v1::ListAuditEntriesResponse* response) override;
  grpc::ServerUnaryReactor* GetAuditHead(grpc::CallbackServerContext* context,
                                         const v1::GetAuditHeadRequest* request,
                                         v1::AuditHead* response) override;
  grpc::ServerUnaryReactor* VerifyAudit(grpc::CallbackServerContext* context,
                                        const v1::VerifyAuditRequest* request,
                                        v1::VerifyAuditResponse* response) override;

 private:
  CallGate& gate_;
  const AuditReads reads_;
  WorkerPool& readers_;
};

}  // namespace counterpoint::service
