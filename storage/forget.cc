#include "storage/forget.h"

#include "storage/key_layout.h"

namespace counterpoint::storage {

absl::Status ForgetRequests::Stage(Staging& staging) {
  std::vector<bool> is_current;
  for (const RequestTime& candidate : candidates_) {
    const auto request = staging.GetRequest(alliance_, candidate.request_id);
    if (!request.ok()) return request.status();
    is_current.push_back(request->has_value() && (*request)->commit_micros == candidate.micros);
  }
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const RequestTime& candidate = candidates_[i];
    staging.Delete(ColumnFamily::kRequestTimes,
                   RequestTimeKey(alliance_, candidate.micros, candidate.request_id));
    if (!is_current[i]) continue;
    staging.Delete(ColumnFamily::kRequests, RequestKey(alliance_, candidate.request_id));
    ++forgotten_;
  }
  return absl::OkStatus();
}

absl::Status TrimChanges::Stage(Staging& staging) {
  auto head = staging.GetHead(alliance_);
  if (!head.ok()) return head.status();
  if (last_revision_ <= head->trimmed_revision) return absl::OkStatus();
  trimmed_ = last_revision_ - head->trimmed_revision;
  for (std::int64_t revision = head->trimmed_revision + 1; revision <= last_revision_; ++revision) {
    staging.Delete(ColumnFamily::kChanges, ChangesKey(alliance_, revision));
  }
  head->trimmed_revision = last_revision_;
  staging.PutHead(alliance_, *head);
  return absl::OkStatus();
}

}  // namespace counterpoint::storage
