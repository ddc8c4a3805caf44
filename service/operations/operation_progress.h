// How far an operation is that is under way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "counterpoint/v1/operation.pb.h"
#include "service/operations/work_rate.h"

namespace counterpoint::service {

// Waits, until something is told. Not thread-safe.
class OperationProgress {
 public:
  // As OperationControl has them; `now` is the moment of telling.
  void Tell(absl::string_view phase, const std::optional<v1::PlanProgress>& plan);
  void TellWork(absl::Time now, absl::string_view phase, absl::string_view unit, std::int64_t done,
                std::int64_t total);

  // Fills in phase and progress.
  void AddTo(v1::Operation& operation) const;
  // From 1; grows with all that is told.
  std::int64_t version() const { return version_; }

 private:
  std::string phase_ = "waiting";
  std::optional<v1::PlanProgress> plan_;
  std::optional<v1::WorkProgress> work_;
  WorkRate rate_;  // Of `work_`.
  std::int64_t version_ = 1;
};

}  // namespace counterpoint::service
