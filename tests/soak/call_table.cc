#include "tests/soak/call_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "counterpoint/rpc/status.pb.h"

namespace counterpoint::soak {
namespace {

const double kStep = std::log(1.05);

bool HasRetryInfo(const grpc::Status& status) {
  google::rpc::Status message;
  if (!message.ParseFromString(status.error_details())) return false;
  return std::any_of(message.details().begin(), message.details().end(), [](const auto& detail) {
    return detail.template Is<google::rpc::RetryInfo>();
  });
}

}  // namespace

Outcome Judge(const std::string& kind, const grpc::Status& status, Findings& findings) {
  switch (status.error_code()) {
    case grpc::StatusCode::OK:
      return Outcome::kAnswered;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      if (HasRetryInfo(status)) return Outcome::kShed;
      findings.Add(absl::StrCat(kind, ": shed without a RetryInfo: ", status.error_message()));
      return Outcome::kFailed;
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::CANCELLED:
      return Outcome::kLate;
    default:
      findings.Add(absl::StrCat(kind, ": error ", status.error_code(), ": ",
                                status.error_message().substr(0, 200)));
      return Outcome::kFailed;
  }
}

void CallTable::Add(const std::string& kind, Outcome outcome, absl::Duration took) {
  absl::MutexLock lock(&mutex_);
  Row& row = rows_[kind];
  ++row.counts[static_cast<std::size_t>(outcome)];
  if (outcome != Outcome::kAnswered) return;
  const double micros = std::max(1.0, absl::ToDoubleMicroseconds(took));
  const auto place = static_cast<std::size_t>(std::log(micros) / kStep);
  ++row.answered[std::min(place, kClasses - 1)];
  row.longest = std::max(row.longest, took);
}

std::int64_t CallTable::Count(const std::string& kind, Outcome outcome) const {
  absl::MutexLock lock(&mutex_);
  const auto row = rows_.find(kind);
  return row == rows_.end() ? 0 : row->second.counts[static_cast<std::size_t>(outcome)];
}

std::int64_t CallTable::Count(Outcome outcome) const {
  absl::MutexLock lock(&mutex_);
  std::int64_t sum = 0;
  for (const auto& [kind, row] : rows_) sum += row.counts[static_cast<std::size_t>(outcome)];
  return sum;
}

absl::Duration CallTable::Quantile(const std::string& kind, double share) const {
  absl::MutexLock lock(&mutex_);
  const auto row = rows_.find(kind);
  return row == rows_.end() ? absl::ZeroDuration() : QuantileOf(row->second, share);
}

absl::Duration CallTable::QuantileOf(const Row& row, double share) {
  const auto answered = row.counts[static_cast<std::size_t>(Outcome::kAnswered)];
  auto left = static_cast<std::int64_t>(std::ceil(static_cast<double>(answered) * share));
  for (std::size_t i = 0; i < kClasses; ++i) {
    left -= row.answered[i];
    if (left <= 0 && row.answered[i] > 0) {
      return absl::Microseconds(std::exp(kStep * static_cast<double>(i + 1)));
    }
  }
  return absl::ZeroDuration();
}

void CallTable::Print() const {
  absl::MutexLock lock(&mutex_);
  std::printf("| call | answered | shed | late | failed | p50 ms | p99 ms | longest ms |\n");
  std::printf("|---|---|---|---|---|---|---|---|\n");
  for (const auto& [kind, row] : rows_) {
    std::printf("| %s | %lld | %lld | %lld | %lld | %.1f | %.1f | %.1f |\n", kind.c_str(),
                static_cast<long long>(row.counts[0]), static_cast<long long>(row.counts[1]),
                static_cast<long long>(row.counts[2]), static_cast<long long>(row.counts[3]),
                absl::ToDoubleMilliseconds(QuantileOf(row, 0.5)),
                absl::ToDoubleMilliseconds(QuantileOf(row, 0.99)),
                absl::ToDoubleMilliseconds(row.longest));
  }
}

}  // namespace counterpoint::soak
