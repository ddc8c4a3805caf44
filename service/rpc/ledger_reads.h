// The method of LedgerService.
#pragma once

#include "absl/status/statusor.h"
#include "counterpoint/v1/ledger_service.pb.h"
#include "service/rpc/backend.h"

namespace counterpoint::service {

// Contracts and errors are those of ledger_service.proto. Thread-safe.
class LedgerReads {
 public:
  explicit LedgerReads(const Backend& backend) : backend_(backend) {}

  absl::StatusOr<v1::Ledger> Get(const v1::GetLedgerRequest& request) const;

 private:
  const Backend& backend_;
};

}  // namespace counterpoint::service
