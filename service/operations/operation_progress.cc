#include "service/operations/operation_progress.h"

#include "service/conversion/timestamp.h"

namespace counterpoint::service {

void OperationProgress::Tell(absl::string_view phase, const std::optional<v1::PlanProgress>& plan) {
  phase_ = std::string(phase);
  plan_ = plan;
  work_.reset();
  ++version_;
}

void OperationProgress::TellWork(absl::Time now, absl::string_view phase, absl::string_view unit,
                                 std::int64_t done, std::int64_t total) {
  if (!work_ || work_->unit() != unit || phase_ != phase) rate_ = WorkRate();
  phase_ = std::string(phase);
  plan_.reset();
  rate_.Add(now, done);
  v1::WorkProgress& work = work_.emplace();
  work.set_unit(std::string(unit));
  work.set_done(done);
  work.set_total(total);
  if (const auto rate = rate_.PerSecond()) {
    work.set_rate(*rate);
    const absl::Time end = now + absl::Seconds(static_cast<double>(total - done) / *rate);
    *work.mutable_estimated_end_time() = conversion::ToTimestamp(end);
  }
  ++version_;
}

void OperationProgress::AddTo(v1::Operation& operation) const {
  operation.set_phase(phase_);
  if (plan_) *operation.mutable_plan_progress() = *plan_;
  if (work_) *operation.mutable_work_progress() = *work_;
}

}  // namespace counterpoint::service
