// StaffRuleService on gRPC.
#pragma once

#include "counterpoint/v1/staff_rule_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/staff_rule_reads.h"
#include "service/rpc/staff_rule_writes.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Borrows everything. Thread-safe.
class StaffRuleService final : public v1::StaffRuleService::CallbackService {
 public:
  // Writes run on `writers`, longer reads on `readers`.
  StaffRuleService(const Backend& backend, WorkerPool& writers, WorkerPool& readers)
      : gate_(backend.gate),
        reads_(backend),
        writes_(backend),
        writers_(writers),
        readers_(readers) {}

  grpc::ServerUnaryReactor* CreateStaffRule(grpc::CallbackServerContext* context,
                                            const v1::CreateStaffRuleRequest* request,
                                            v1::StaffRule* response) override;
  grpc::ServerUnaryReactor* GetStaffRule(grpc::CallbackServerContext* context,
                                         const v1::GetStaffRuleRequest* request,
                                         v1::StaffRule* response) override;
  grpc::ServerUnaryReactor* ListStaffRules(grpc::CallbackServerContext* context,
                                           const v1::ListStaffRulesRequest* request,
                                           v1::ListStaffRulesResponse* response) override;
  grpc::ServerUnaryReactor* EndStaffRule(grpc::CallbackServerContext* context,
                                         const v1::EndStaffRuleRequest* request,
                                         v1::StaffRule* response) override;

 private:
  CallGate& gate_;
  const StaffRuleReads reads_;
  const StaffRuleWrites writes_;
  WorkerPool& writers_;
  WorkerPool& readers_;
};

}  // namespace counterpoint::service
