// LedgerService on gRPC.
#pragma once

#include "counterpoint/v1/ledger_service.grpc.pb.h"
#include "service/rpc/backend.h"
#include "service/rpc/ledger_reads.h"
#include "service/threads/worker_pool.h"

namespace counterpoint::service {

// Borrows everything. Thread-safe.
class LedgerService final : public v1::LedgerService::CallbackService {
 public:
  LedgerService(const Backend& backend, WorkerPool& readers)
      : gate_(backend.gate), reads_(backend), readers_(readers) {}

  grpc::ServerUnaryReactor* GetLedger(grpc::CallbackServerContext* context,
                                      const v1::GetLedgerRequest* request,
                                      v1::Ledger* response) override;

 private:
  CallGate& gate_;
  const LedgerReads reads_;
  WorkerPool& readers_;
};

}  // namespace counterpoint::service
