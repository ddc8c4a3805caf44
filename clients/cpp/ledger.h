// The LedgerService.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "clients/cpp/caller.h"
#include "counterpoint/v1/ledger_service.grpc.pb.h"

namespace counterpoint::client {

// Thread-safe. Errors are those that the proto names, beside UNAVAILABLE and
// DEADLINE_EXCEEDED.
class Ledgers {
 public:
  Ledgers(const std::shared_ptr<grpc::Channel>& channel, const ConnectionOptions& options);

  absl::StatusOr<v1::Ledger> Get(const v1::GetLedgerRequest& request) const;

 private:
  std::shared_ptr<v1::LedgerService::StubInterface> stub_;
  Caller caller_;
};

}  // namespace counterpoint::client
