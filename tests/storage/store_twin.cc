#include "tests/storage/store_twin.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace counterpoint::storage {
namespace {

constexpr Collection kCollections[] = {
    Collection::kAlliance,   Collection::kMember,          Collection::kInteraction,
    Collection::kSession,    Collection::kOperation,       Collection::kStaffRule,
    Collection::kGeneration, Collection::kGenerationBlock, Collection::kPublication};
constexpr std::uint8_t kDerivedKinds = 3;

void AppendAlliance(const std::string& name, std::int64_t revision, std::string& text) {
  absl::StrAppend(&text, "alliance ", name, " at ", revision, "\n");
}

// Long payloads are told apart by their hash.
std::string Short(const std::string& payload) {
  return payload.size() < 40 ? payload
                             : absl::StrCat(payload.substr(0, 20), "+", payload.size(), "#",
                                            std::hash<std::string>()(payload));
}

void AppendRecord(Collection collection, const Record& record, std::string& text) {
  absl::StrAppend(&text, "  record ", static_cast<int>(collection), "/", record.id, " ",
                  record.create_revision, "..", record.revision, " ",
                  absl::ToUnixMicros(record.create_time), "..",
                  absl::ToUnixMicros(record.update_time), " until ");
  absl::StrAppend(&text, absl::FormatDuration(record.expire_time - absl::UnixEpoch()), " ",
                  Short(record.payload), "\n");
}

void AppendChange(const Change& change, std::string& text) {
  absl::StrAppend(&text, "  change ", change.revision, " ", static_cast<int>(change.kind), " ",
                  static_cast<int>(change.collection), "/", change.id, " ",
                  absl::ToUnixMicros(change.commit_time), "\n");
}

void AppendTrimmed(std::int64_t trimmed, std::string& text) {
  absl::StrAppend(&text, "  changes after ", trimmed, "\n");
}

void AppendDerived(std::uint8_t kind, const std::string& id, const std::string& payload,
                   std::string& text) {
  absl::StrAppend(&text, "  derived ", kind, "/", id, " ", Short(payload), "\n");
}

void AppendRequest(const std::string& id, const CommitResult& result, std::string& text) {
  absl::StrAppend(&text, "  request ", id, " ", result.revision, " ",
                  absl::ToUnixMicros(result.commit_time), " ", result.reply, "\n");
}

// A request that is repeated does nothing, and one that is not remembered fails
// for its precondition.
absl::Status DescribeRequests(Store& store, const std::string& name,
                              const std::vector<std::string>& ids, std::string& text) {
  for (const std::string& id : ids) {
    CommitRequest request;
    request.alliance = name;
    request.request_id = id;
    request.writes.resize(1);
    request.writes[0].id = "a member that never was";
    request.writes[0].precondition = Precondition::MustExist();
    const auto result = store.Commit(request);
    if (absl::IsNotFound(result.status())) continue;
    if (!result.ok()) return result.status();
    AppendRequest(id, *result, text);
  }
  return absl::OkStatus();
}

absl::Status DescribeChanges(const ReadView& view, const std::string& name, std::string& text) {
  for (std::int64_t from = 0;; ++from) {
    const auto changes = view.ChangesAfter(name, from, 1'000'000);
    if (absl::IsOutOfRange(changes.status())) continue;  // Trimmed.
    if (!changes.ok()) return changes.status();
    AppendTrimmed(from, text);
    for (const Change& change : *changes) AppendChange(change, text);
    return absl::OkStatus();
  }
}

absl::Status DescribeAlliance(const ReadView& view, const std::string& name, std::string& text) {
  const auto revision = view.Revision(name);
  if (!revision.ok()) return revision.status();
  AppendAlliance(name, *revision, text);
  Record record;
  for (const Collection collection : kCollections) {
    const auto cursor = view.Scan(name, collection, "");
    auto more = cursor->Next(record);
    for (; more.ok() && *more; more = cursor->Next(record)) AppendRecord(collection, record, text);
    if (!more.ok()) return more.status();
  }
  const absl::Status changes = DescribeChanges(view, name, text);
  if (!changes.ok()) return changes;
  for (std::uint8_t kind = 0; kind < kDerivedKinds; ++kind) {
    const auto cursor = view.ScanDerived(name, kind);
    auto more = cursor->Next(record);
    for (; more.ok() && *more; more = cursor->Next(record)) {
      AppendDerived(kind, record.id, record.payload, text);
    }
    if (!more.ok()) return more.status();
  }
  return absl::OkStatus();
}

}  // namespace

StoreTwin::StoreTwin(const std::vector<std::string>& names, Retention retention)
    : retention_(retention) {
  for (const std::string& name : names) alliances_[name];
}

absl::StatusOr<CommitResult> StoreTwin::Commit(const CommitRequest& request, absl::Time now) {
  Alliance& alliance = alliances_[request.alliance];
  const auto seen = alliance.requests.find(request.request_id);
  if (!request.request_id.empty() && seen != alliance.requests.end() &&
      now < seen->second.result.commit_time + retention_.requests) {
    if (seen->second.fingerprint != request.fingerprint) {
      return absl::InvalidArgumentError("used for another request");
    }
    CommitResult result = seen->second.result;
    result.repeated = true;
    return result;
  }
  CommitResult result;
  if (!request.writes.empty()) {
    for (const Write& write : request.writes) {
      const absl::Status met = Check(alliance, write);
      if (!met.ok()) return met;
    }
    BeginCommit(alliance, now);
    for (const Write& write : request.writes) Apply(alliance, write);
  }
  result.revision = alliance.revision;
  result.commit_time = alliance.commit_time;
  if (request.make_reply) result.reply = request.make_reply(result);
  if (!request.request_id.empty() && !request.writes.empty()) {
    alliance.requests[request.request_id] = {request.fingerprint, result};
  }
  return result;
}

absl::StatusOr<CommitResult> StoreTwin::DropAlliance(const std::string& name, absl::Time now) {
  Alliance& alliance = alliances_[name];
  if (alliance.records.count({Collection::kAlliance, ""}) == 0) {
    return absl::NotFoundError("no alliance");
  }
  BeginCommit(alliance, now);
  Alliance empty;
  empty.revision = empty.trimmed = alliance.revision;
  empty.commit_time = alliance.commit_time;
  alliance = empty;
  CommitResult result;
  result.revision = alliance.revision;
  result.commit_time = alliance.commit_time;
  return result;
}

void StoreTwin::PutDerived(const std::string& name, std::uint8_t kind,
                           const std::vector<Store::Derived>& items) {
  for (const Store::Derived& item : items) {
    auto& derived = alliances_[name].derived;
    if (item.payload.empty()) {
      derived.erase({kind, item.id});
    } else {
      derived[{kind, item.id}] = item.payload;
    }
  }
}

void StoreTwin::Expire(const std::string& name, absl::Time now) {
  Alliance& alliance = alliances_[name];
  std::vector<std::tuple<absl::Time, Collection, std::string>> due;
  for (const auto& [key, record] : alliance.records) {
    if (record.expire_time <= now) due.emplace_back(record.expire_time, key.first, key.second);
  }
  if (due.empty()) return;
  std::sort(due.begin(), due.end());
  BeginCommit(alliance, now);
  for (const auto& [time, collection, id] : due) {
    alliance.records.erase({collection, id});
    alliance.changes.push_back(
        {alliance.revision, collection, ChangeKind::kExpired, id, alliance.commit_time});
  }
}

void StoreTwin::Forget(const std::string& name, absl::Time now) {
  auto& requests = alliances_[name].requests;
  for (auto it = requests.begin(); it != requests.end();) {
    const bool is_old = it->second.result.commit_time + retention_.requests <= now;
    it = is_old ? requests.erase(it) : std::next(it);
  }
}

void StoreTwin::Trim(const std::string& name, absl::Time now) {
  Alliance& alliance = alliances_[name];
  auto& changes = alliance.changes;
  while (!changes.empty() && changes.front().commit_time + retention_.changes <= now) {
    alliance.trimmed = changes.front().revision;
    changes.erase(changes.begin());
  }
}

std::string StoreTwin::Describe(absl::Time now) const {
  std::string text;
  for (const auto& [name, alliance] : alliances_) {
    AppendAlliance(name, alliance.revision, text);
    for (const auto& [key, record] : alliance.records) AppendRecord(key.first, record, text);
    AppendTrimmed(alliance.trimmed, text);
    for (const Change& change : alliance.changes) AppendChange(change, text);
    for (const auto& [key, payload] : alliance.derived) {
      AppendDerived(key.first, key.second, payload, text);
    }
    for (const auto& [id, remembered] : alliance.requests) {
      if (now >= remembered.result.commit_time + retention_.requests) continue;
      AppendRequest(id, remembered.result, text);
    }
  }
  return text;
}

absl::Status StoreTwin::Check(const Alliance& alliance, const Write& write) {
  const auto found = alliance.records.find({write.collection, write.id});
  const auto kind = write.precondition.kind;
  if (found != alliance.records.end()) {
    if (kind == Precondition::Kind::kMustNotExist) return absl::AlreadyExistsError("");
    const bool stale = kind == Precondition::Kind::kRevision &&
                       found->second.revision != write.precondition.revision;
    return stale ? absl::AbortedError("") : absl::OkStatus();
  }
  const bool needed = write.kind == Write::Kind::kDelete ||
                      kind == Precondition::Kind::kMustExist ||
                      kind == Precondition::Kind::kRevision;
  return needed ? absl::NotFoundError("") : absl::OkStatus();
}

void StoreTwin::Apply(Alliance& alliance, const Write& write) {
  Change change{alliance.revision, write.collection, ChangeKind::kUpdated, write.id,
                alliance.commit_time};
  const auto found = alliance.records.find({write.collection, write.id});
  if (write.kind == Write::Kind::kDelete) {
    alliance.records.erase(found);
    change.kind = ChangeKind::kDeleted;
  } else {
    if (found == alliance.records.end()) change.kind = ChangeKind::kCreated;
    Record& record = alliance.records[{write.collection, write.id}];
    if (change.kind == ChangeKind::kCreated) {
      record.id = write.id;
      record.create_revision = alliance.revision;
      record.create_time = alliance.commit_time;
    }
    record.payload = write.payload;
    record.revision = alliance.revision;
    record.update_time = alliance.commit_time;
    record.expire_time = write.expire_time;
  }
  alliance.changes.push_back(change);
}

void StoreTwin::BeginCommit(Alliance& alliance, absl::Time now) {
  ++alliance.revision;
  alliance.commit_time = std::max(alliance.commit_time, now);
}

absl::StatusOr<std::string> Describe(Store& store, const std::vector<std::string>& names,
                                     const std::vector<std::string>& request_ids) {
  const auto view = store.View();
  std::string text;
  for (const std::string& name : names) {
    absl::Status status = DescribeAlliance(*view, name, text);
    if (status.ok()) status = DescribeRequests(store, name, request_ids, text);
    if (!status.ok()) return status;
  }
  return text;
}

}  // namespace counterpoint::storage
