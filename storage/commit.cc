#include "storage/commit.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/audit_chain.h"
#include "storage/digest.h"
#include "storage/key_layout.h"
#include "storage/precondition.h"
#include "storage/record_name.h"

namespace counterpoint::storage {

Commit::Commit(CommitRequest request, std::optional<AuditEvent> audit,
               absl::Duration request_retention, const Store::Listener& listener)
    : request_(std::move(request)),
      audit_(std::move(audit)),
      request_retention_(request_retention),
      fingerprint_digest_(request_.request_id.empty() ? "" : DigestOf(request_.fingerprint)),
      listener_(listener) {}

absl::Status Commit::Validate() const {
  std::set<std::pair<Collection, absl::string_view>> seen;
  for (const Write& write : request_.writes) {
    if (!seen.emplace(write.collection, write.id).second) {
      return absl::InvalidArgumentError(absl::StrCat(
          "two writes to ", RecordName(request_.alliance, write.collection, write.id)));
    }
  }
  return absl::OkStatus();
}

std::size_t Commit::ApproximateBytes() const {
  constexpr std::size_t kPerWrite = 200;  // Keys, fields, log entry.
  std::size_t bytes = kPerWrite + request_.request_id.size();
  for (const Write& write : request_.writes) {
    bytes += kPerWrite + 2 * write.id.size() + write.payload.size();
  }
  return bytes;
}

absl::Status Commit::Stage(Staging& staging) {
  auto repeated = FindRepeated(staging);
  if (!repeated.ok()) return repeated.status();
  if (repeated->has_value()) {
    StoredRequest& first = **repeated;
    result_ = {first.revision, absl::FromUnixMicros(first.commit_micros), std::move(first.reply),
               /*repeated=*/true};
    return absl::OkStatus();
  }
  const auto head = staging.GetHead(request_.alliance);
  if (!head.ok()) return head.status();
  if (request_.writes.empty()) {
    result_.revision = head->revision;
    result_.commit_time = absl::FromUnixMicros(head->commit_micros);
    if (request_.make_reply) result_.reply = request_.make_reply(result_);
    return absl::OkStatus();
  }
  const auto present = Check(staging);
  if (!present.ok()) return present.status();
  auto audit_head = audit_ ? GetAuditHead(staging, request_.alliance) : AuditHead();
  if (!audit_head.ok()) return audit_head.status();

  StagedCommit commit(staging, request_.alliance, *head);
  for (std::size_t i = 0; i < request_.writes.size(); ++i) {
    const Write& write = request_.writes[i];
    if (write.kind == Write::Kind::kPut) {
      commit.Put(write, (*present)[i]);
    } else {
      commit.Remove(write.collection, *(*present)[i], ChangeKind::kDeleted);
    }
  }
  commit.Finish();
  if (audit_) StageAuditEntry(staging, request_.alliance, *audit_, *audit_head);
  result_.revision = commit.revision();
  result_.commit_time = commit.time();
  if (request_.make_reply) result_.reply = request_.make_reply(result_);
  if (!request_.request_id.empty()) Remember(staging, commit);
  committed_ = true;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<StoredRequest>> Commit::FindRepeated(const Staging& staging) const {
  if (request_.request_id.empty()) return std::nullopt;
  auto stored = staging.GetRequest(request_.alliance, request_.request_id);
  if (!stored.ok() || !stored->has_value()) return stored;
  const absl::Time time = absl::FromUnixMicros((*stored)->commit_micros);
  if (absl::FromUnixMicros(staging.now_micros()) >= time + request_retention_) {
    return std::nullopt;
  }
  if ((*stored)->fingerprint_digest != fingerprint_digest_) {
    return absl::InvalidArgumentError(
        absl::StrCat("request id \"", request_.request_id, "\" was used for another request"));
  }
  return stored;
}

absl::StatusOr<Commit::Present> Commit::Check(const Staging& staging) const {
  Present present;
  present.reserve(request_.writes.size());
  for (const Write& write : request_.writes) {
    auto record = staging.GetRecord(request_.alliance, write.collection, write.id);
    if (!record.ok()) return record.status();
    const absl::Status met = CheckPrecondition(request_.alliance, write, *record);
    if (!met.ok()) return met;
    present.push_back(*std::move(record));
  }
  return present;
}

void Commit::Remember(Staging& staging, const StagedCommit& commit) {
  // An entry of an earlier, forgotten use in kRequestTimes stays for Sweep,
  // which compares times.
  StoredRequest stored;
  stored.revision = commit.revision();
  stored.commit_micros = commit.micros();
  stored.fingerprint_digest = fingerprint_digest_;
  stored.reply = result_.reply;
  staging.Put(ColumnFamily::kRequests, RequestKey(request_.alliance, request_.request_id),
              EncodeRequest(stored));
  staging.Put(ColumnFamily::kRequestTimes,
              RequestTimeKey(request_.alliance, commit.micros(), request_.request_id), "");
}

void Commit::Announce() {
  if (committed_ && listener_) listener_(request_.alliance, result_.revision);
}

}  // namespace counterpoint::storage
