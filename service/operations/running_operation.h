// An operation that is under way.
#pragma once

#include <atomic>
#include <string>
#include <utility>

#include "service/conversion/resource_name.h"
#include "service/operations/operation_control.h"
#include "service/operations/operation_progress.h"
#include "service/operations/operation_request.h"
#include "storage/record.h"

namespace counterpoint::service {

// What its work is given is made by who keeps it, as telling and ending need the lock
// of that; see Operations.
class RunningOperation : public OperationControl {
 public:
  RunningOperation(OperationRequest asked, storage::Record record)
      : request(std::move(asked)), begun(std::move(record)) {}

  bool Stopped() const override { return stopped.load(std::memory_order_relaxed); }
  std::string Name() const override {
    return conversion::FormatOperationName(request.alliance, begun.id);
  }

  const OperationRequest request;
  // As it was last written. Its id never changes; the revision does with each Save(),
  // for the thread that works alone.
  storage::Record begun;
  std::atomic<bool> stopped = false;
  OperationProgress progress;  // Under the lock of who keeps it.
};

}  // namespace counterpoint::service
