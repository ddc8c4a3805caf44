#include "service/operations/operation_records.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "counterpoint/stored/operation_record.pb.h"
#include "service/conversion/operation_record.h"
#include "service/rpc/grpc_status.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::Record;
using storage::Write;

constexpr std::size_t kAlliancesPage = 1000;

Write PutOf(const std::string& id, const stored::OperationRecord& stored,
            storage::Precondition precondition) {
  Write write;
  write.collection = Collection::kOperation;
  write.id = id;
  write.payload = conversion::PayloadOf(stored);
  write.precondition = precondition;
  return write;
}

// A commit under the request's id, with its write still to be added.
storage::CommitRequest CommitFor(const OperationRequest& request) {
  storage::CommitRequest commit;
  commit.alliance = request.alliance;
  commit.request_id = request.request_id;
  if (!commit.request_id.empty()) {
    // No method or target has a line break in it.
    commit.fingerprint = absl::StrCat(request.method, "\n", request.target, "\n", request.request);
  }
  return commit;
}

// What is kept of the request, and the request again.
stored::OperationRecord StoredOf(const OperationRequest& request) {
  stored::OperationRecord stored;
  stored.mutable_operation()->set_method(request.method);
  stored.mutable_operation()->set_target(request.target);
  stored.mutable_operation()->set_state(v1::Operation::RUNNING);
  stored.set_request(request.request);
  return stored;
}
OperationRequest RequestOf(const std::string& alliance, const stored::OperationRecord& stored) {
  OperationRequest request;
  request.alliance = alliance;
  request.method = stored.operation().method();
  request.target = stored.operation().target();
  request.request = stored.request();
  return request;
}

// Adds those of the alliance that are under way as the view has them. Errors:
// DATA_LOSS, UNAVAILABLE.
absl::Status FindUnderWay(const storage::ReadView& view, const std::string& alliance,
                          std::vector<BegunOperation>& found) {
  const auto cursor = view.Scan(alliance, Collection::kOperation, "");
  Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
    const auto stored = conversion::StoredOperationOf(alliance, record);
    if (!stored.ok() || stored->operation().state() != v1::Operation::RUNNING) continue;
    found.push_back({RequestOf(alliance, *stored), record});
  }
}

}  // namespace

bool CameTooLate(const absl::Status& status) {
  return absl::IsAborted(status) || absl::IsNotFound(status);
}

OperationRecords::OperationRecords(storage::Store& store, std::function<absl::Time()> clock,
                                   absl::Duration retention)
    : store_(store), clock_(std::move(clock)), retention_(retention) {}

absl::StatusOr<std::vector<BegunOperation>> OperationRecords::UnderWay() const {
  std::vector<BegunOperation> under_way;
  const auto view = store_.View();
  std::string last;
  for (;;) {
    const auto alliances = view->Alliances(last, kAlliancesPage);
    if (!alliances.ok()) return alliances.status();
    for (const std::string& alliance : *alliances) {
      const absl::Status found = FindUnderWay(*view, alliance, under_way);
      if (!found.ok()) return found;
    }
    if (alliances->size() < kAlliancesPage) break;
    last = alliances->back();
  }
  std::sort(under_way.begin(), under_way.end(),
            [](const BegunOperation& a, const BegunOperation& b) {
              // The older of an alliance has the higher id.
              return std::tie(a.record.create_time, a.request.alliance, b.record.id) <
                     std::tie(b.record.create_time, b.request.alliance, a.record.id);
            });
  return under_way;
}

absl::StatusOr<std::optional<std::string>> OperationRecords::FindRepeated(
    const OperationRequest& request) const {
  if (request.request_id.empty()) return std::nullopt;
  // Without writes nothing happens, but it is told what happened before.
  const auto known = store_.Commit(CommitFor(request));
  if (!known.ok()) return known.status();
  if (!known->repeated) return std::nullopt;
  return known->reply;
}

absl::StatusOr<Record> OperationRecords::Begin(const OperationRequest& request,
                                               const std::string& id) {
  storage::CommitRequest commit = CommitFor(request);
  commit.writes = {PutOf(id, StoredOf(request), storage::Precondition::MustNotExist())};
  commit.make_reply = [&id](const storage::CommitResult&) { return id; };
  Record begun;
  begun.id = id;
  begun.payload = commit.writes.front().payload;
  const auto committed = store_.Commit(std::move(commit));
  if (!committed.ok()) return committed.status();
  begun.create_revision = begun.revision = committed->revision;
  begun.create_time = begun.update_time = committed->commit_time;
  return begun;
}

absl::Status OperationRecords::Save(const std::string& alliance, Record& begun,
                                    std::vector<Write> writes) {
  // The record is written anew as it is, since a commit can depend on nothing else.
  Write own;
  own.collection = Collection::kOperation;
  own.id = begun.id;
  own.payload = begun.payload;
  own.precondition = storage::Precondition::AtRevision(begun.revision);
  storage::CommitRequest commit;
  commit.alliance = alliance;
  commit.writes = std::move(writes);
  commit.writes.insert(commit.writes.begin(), std::move(own));
  const auto committed = store_.Commit(std::move(commit));
  if (!committed.ok()) return WhyNotCommitted(alliance, begun, committed.status());
  begun.revision = committed->revision;
  return absl::OkStatus();
}

absl::Status OperationRecords::End(const std::string& alliance, const Record& begun,
                                   OperationEnding ending) {
  auto stored = conversion::StoredOperationOf(alliance, begun);
  if (!stored.ok()) return stored.status();
  stored->clear_request();
  v1::Operation& operation = *stored->mutable_operation();
  operation.set_state(ending.state);
  operation.set_result(ending.result);
  if (!ending.error.ok()) *operation.mutable_error() = ToRpcStatus(ending.error);
  storage::CommitRequest commit;
  commit.alliance = alliance;
  commit.writes = std::move(ending.writes);
  // First of all that the commit checks: it decides whose end counts.
  commit.writes.insert(commit.writes.begin(),
                       PutOf(begun.id, *stored, storage::Precondition::AtRevision(begun.revision)));
  commit.writes.front().expire_time = clock_() + retention_;
  return store_.Commit(std::move(commit)).status();
}

absl::Status OperationRecords::WhyNotCommitted(const std::string& alliance, const Record& begun,
                                               const absl::Status& failed) const {
  if (!CameTooLate(failed)) return failed;
  // The writes of the work can come too late as well as its end.
  const auto now = store_.View()->Get(alliance, Collection::kOperation, begun.id);
  const bool goes_on = now.ok() && now->revision == begun.revision;
  return goes_on ? failed : absl::CancelledError("the operation has ended");
}

}  // namespace counterpoint::service
