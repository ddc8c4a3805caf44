#include "storage/expire.h"

#include <optional>

#include "storage/key_layout.h"
#include "storage/staged_commit.h"

namespace counterpoint::storage {

absl::Status Expire::Stage(Staging& staging) {
  const auto head = staging.GetHead(alliance_);
  if (!head.ok()) return head.status();
  std::vector<std::optional<Record>> due;
  for (const Expiry& candidate : candidates_) {
    auto record = staging.GetRecord(alliance_, candidate.collection, candidate.id);
    if (!record.ok()) return record.status();
    // The record decides, not the index, which was read a moment earlier.
    const bool is_due = record->has_value() &&
                        absl::ToUnixMicros((*record)->expire_time) == candidate.micros &&
                        candidate.micros <= staging.now_micros();
    due.push_back(is_due ? *std::move(record) : std::nullopt);
    expired_ += is_due ? 1 : 0;
  }
  if (expired_ == 0) return absl::OkStatus();
  StagedCommit commit(staging, alliance_, *head);
  for (std::size_t i = 0; i < due.size(); ++i) {
    if (due[i].has_value()) {
      commit.Remove(candidates_[i].collection, *due[i], ChangeKind::kExpired);
    }
  }
  commit.Finish();
  revision_ = commit.revision();
  return absl::OkStatus();
}

void Expire::Announce() {
  if (expired_ > 0 && listener_) listener_(alliance_, revision_);
}

}  // namespace counterpoint::storage
