#include "service/rpc/ledger_service.h"

#include "service/rpc/unary_call.h"

namespace counterpoint::service {

grpc::ServerUnaryReactor* LedgerService::GetLedger(grpc::CallbackServerContext* context,
                                                   const v1::GetLedgerRequest* request,
                                                   v1::Ledger* response) {
  return RunOn(gate_, readers_, context, request, response,
               [this](const auto& r) { return reads_.Get(r); });
}

}  // namespace counterpoint::service
