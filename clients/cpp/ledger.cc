#include "clients/cpp/ledger.h"

namespace counterpoint::client {

Ledgers::Ledgers(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options)
    : stub_(v1::LedgerService::NewStub(channel)), caller_(options) {}

absl::StatusOr<v1::Ledger> Ledgers::Get(const v1::GetLedgerRequest& request) const {
  return caller_.Call(*stub_, &v1::LedgerService::StubInterface::GetLedger, request);
}

}  // namespace counterpoint::client
