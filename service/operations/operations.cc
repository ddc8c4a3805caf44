#include "service/operations/operations.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "counterpoint/stored/operation_record.pb.h"
#include "service/conversion/operation_record.h"
#include "service/conversion/timestamp.h"
#include "service/errors/resource_errors.h"
#include "service/operations/work_rate.h"
#include "service/rpc/grpc_status.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::Record;
using storage::Write;

constexpr char kWaiting[] = "waiting";
constexpr char kStarting[] = "starting";
constexpr std::size_t kAlliancesPage = 1000;
// Between attempts to write down that an operation has failed.
constexpr absl::Duration kWriteAgain = absl::Seconds(1);

absl::Status ShuttingDown() { return TryAgain("the server is shutting down"); }

// Whether a record that a commit relied on had been written or deleted before.
bool CameTooLate(const absl::Status& status) {
  return absl::IsAborted(status) || absl::IsNotFound(status);
}

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

// An operation as it was first written.
struct Begun {
  OperationRequest request;
  Record record;
};

// Adds those of the alliance that are under way as the view has them. Errors:
// DATA_LOSS, UNAVAILABLE.
absl::Status FindUnderWay(const storage::ReadView& view, const std::string& alliance,
                          std::vector<Begun>& found) {
  const auto cursor = view.Scan(alliance, Collection::kOperation, "");
  Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
    const auto stored = conversion::StoredOperationOf(alliance, record);
    // One that cannot be read says so to whoever asks for it.
    if (!stored.ok() || stored->operation().state() != v1::Operation::RUNNING) continue;
    found.push_back({RequestOf(alliance, *stored), record});
  }
}

}  // namespace

// An operation that is under way.
struct Operations::Running final : OperationControl {
  Running(Operations& o, OperationRequest r, Record b)
      : owner(o), request(std::move(r)), begun(std::move(b)) {}

  bool Stopped() const override { return stopped.load(std::memory_order_relaxed); }
  void Tell(absl::string_view now, const std::optional<v1::PlanProgress>& how_far) override {
    owner.Tell(*this, now, how_far);
  }
  void TellWork(absl::string_view now, absl::string_view unit, std::int64_t done,
                std::int64_t total) override {
    owner.TellWork(*this, now, unit, done, total);
  }
  std::string Name() const override {
    return conversion::FormatOperationName(request.alliance, begun.id);
  }
  absl::Status Save(std::vector<Write> writes) override {
    return owner.Save(*this, std::move(writes));
  }
  absl::Status Succeed(const std::string& result, std::vector<Write> writes) override {
    return owner.Succeed(*this, result, std::move(writes));
  }

  Operations& owner;
  const OperationRequest request;
  // As it was last written. Its id never changes; the revision does with each Save(),
  // for the thread that works alone.
  Record begun;
  std::atomic<bool> stopped = false;

  void AddTo(v1::Operation& operation) const {
    operation.set_phase(phase);
    if (progress) *operation.mutable_plan_progress() = *progress;
    if (work) *operation.mutable_work_progress() = *work;
  }

  // Under the lock of the owner.
  std::string phase = kWaiting;
  std::optional<v1::PlanProgress> progress;
  std::optional<v1::WorkProgress> work;
  WorkRate rate;  // Of `work`.
  std::int64_t version = 1;
};

Operations::Operations(storage::Store& store, AllianceLocks& alliance_locks,
                       std::function<absl::Time()> clock, Options options)
    : store_(store), alliance_locks_(alliance_locks), clock_(std::move(clock)), options_(options) {}

Operations::~Operations() { Stop(); }

void Operations::Register(const std::string& method, Work work) {
  works_[method] = std::move(work);
}

absl::Status Operations::Restore() {
  std::vector<Begun> under_way;
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
  std::sort(under_way.begin(), under_way.end(), [](const Begun& a, const Begun& b) {
    // The older of an alliance has the higher id.
    return std::tie(a.record.create_time, a.request.alliance, b.record.id) <
           std::tie(b.record.create_time, b.request.alliance, a.record.id);
  });
  for (Begun& begun : under_way) {
    Enqueue(std::make_shared<Running>(*this, std::move(begun.request), std::move(begun.record)));
  }
  return absl::OkStatus();
}

void Operations::StartWork() {
  for (int i = 0; i < options_.threads; ++i) {
    threads_.emplace_back([this] { WorkUntilStopped(); });
  }
}

void Operations::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    for (const auto& [name, entry] : running_) entry->stopped = true;
    changed_.SignalAll();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

absl::StatusOr<v1::Operation> Operations::Begin(const OperationRequest& request) {
  if (!works_.contains(request.method)) {
    return absl::UnimplementedError(absl::StrCat("no work is known of ", request.method));
  }
  absl::MutexLock one_by_one(&begin_locks_.Of(request.alliance));
  absl::ReaderMutexLock lock(&alliance_locks_.Of(request.alliance));
  const auto view = store_.View();
  const auto alliance = view->Get(request.alliance, Collection::kAlliance, "");
  if (absl::IsNotFound(alliance.status())) return AllianceNotFound(request.alliance);
  if (!alliance.ok()) return alliance.status();
  const auto repeated = FindRepeated(request);
  if (!repeated.ok()) return repeated.status();
  if (repeated->has_value()) return **repeated;
  if (const auto other = FindOther(request)) {
    auto now = Get({request.alliance, *other});
    if (!now.ok()) return now.status();
    if (now->state() == v1::Operation::RUNNING) {
      if (request.join) return now;
      return OperationUnderWay({request.alliance, *other}, request.target);
    }
    // Its end is written down, and whoever has seen that may go on: the thread that
    // wrote it is yet to take it off.
    Remove(request.alliance, *other);
  }
  const absl::Status admitted = Admit();
  if (!admitted.ok()) return admitted;
  const auto revision = view->Revision(request.alliance);
  if (!revision.ok()) return revision.status();

  // No other one has this id: those before have raised the revision, those after
  // wait for this one.
  const std::string id = conversion::OperationId(*revision);
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

  auto operation = conversion::OperationOf(request.alliance, begun);
  if (operation.ok()) operation->set_phase(kWaiting);
  Enqueue(std::make_shared<Running>(*this, request, std::move(begun)));
  return operation;
}

absl::StatusOr<std::optional<v1::Operation>> Operations::FindRepeated(
    const OperationRequest& request) const {
  if (request.request_id.empty()) return std::nullopt;
  // Without writes nothing happens, but it is told what happened before.
  const auto known = store_.Commit(CommitFor(request));
  if (!known.ok()) return known.status();
  if (!known->repeated) return std::nullopt;
  auto operation = Get({request.alliance, known->reply});
  if (!operation.ok()) return operation.status();
  return *std::move(operation);
}

std::optional<std::string> Operations::FindOther(const OperationRequest& request) const {
  absl::MutexLock lock(&mutex_);
  for (const auto& [name, entry] : running_) {
    if (name.first == request.alliance && entry->request.method == request.method &&
        entry->request.target == request.target) {
      return name.second;
    }
  }
  return std::nullopt;
}

absl::Status Operations::Admit() const {
  absl::MutexLock lock(&mutex_);
  if (stopping_) return ShuttingDown();
  if (running_.size() < options_.max_running) return absl::OkStatus();
  return TryAgain("too many operations are under way");
}

void Operations::Enqueue(const Entry& entry) {
  absl::MutexLock lock(&mutex_);
  entry->stopped = stopping_;
  running_[{entry->request.alliance, entry->begun.id}] = entry;
  queue_.push_back(entry);
}

absl::StatusOr<v1::Operation> Operations::Get(const conversion::OperationName& name) const {
  auto seen = Look(name);
  if (!seen.ok()) return seen.status();
  return std::move(seen->operation);
}

absl::StatusOr<Operations::Seen> Operations::Look(const conversion::OperationName& name) const {
  // Before the record is read: where nothing is under way, the record says how it
  // has ended.
  Seen seen;
  seen.version = Seen::kEnd;
  v1::Operation now;
  {
    absl::MutexLock lock(&mutex_);
    const Running* running = Find(name);
    if (running != nullptr) {
      seen.version = running->version;
      running->AddTo(now);
    }
  }
  const auto record = store_.View()->Get(name.alliance, Collection::kOperation, name.operation);
  if (absl::IsNotFound(record.status())) return OperationNotFound(name);
  if (!record.ok()) return record.status();
  auto operation = conversion::OperationOf(name.alliance, *record);
  if (!operation.ok()) return operation.status();
  seen.operation = *std::move(operation);
  if (seen.operation.state() == v1::Operation::RUNNING) {
    seen.operation.MergeFrom(now);
  } else {
    seen.version = Seen::kEnd;
  }
  return seen;
}

void Operations::AddProgress(v1::Operation& operation) const {
  if (operation.state() != v1::Operation::RUNNING) return;
  absl::MutexLock lock(&mutex_);
  const Running* running = Find(*conversion::ParseOperationName(operation.name()));
  if (running != nullptr) running->AddTo(operation);
}

absl::StatusOr<Operations::Seen> Operations::AwaitAfter(const conversion::OperationName& name,
                                                        std::int64_t version,
                                                        absl::Duration timeout) const {
  const absl::Time deadline = absl::Now() + timeout;
  {
    absl::MutexLock lock(&mutex_);
    for (;;) {
      if (stopping_) return ShuttingDown();
      const Running* running = Find(name);
      if (running == nullptr || running->version > version) break;
      if (changed_.WaitWithDeadline(&mutex_, deadline)) break;
    }
  }
  return Look(name);
}

absl::StatusOr<v1::Operation> Operations::Cancel(const conversion::OperationName& name) {
  for (;;) {
    const auto record = store_.View()->Get(name.alliance, Collection::kOperation, name.operation);
    if (absl::IsNotFound(record.status())) return OperationNotFound(name);
    if (!record.ok()) return record.status();
    auto operation = conversion::OperationOf(name.alliance, *record);
    if (!operation.ok() || operation->state() != v1::Operation::RUNNING) return operation;
    const absl::Status ended = CommitEnd(name.alliance, *record, {v1::Operation::CANCELLED});
    if (ended.ok()) Remove(name.alliance, name.operation);
    if (!ended.ok() && !CameTooLate(ended)) return ended;
  }
}

void Operations::Forget(absl::string_view alliance) {
  absl::MutexLock lock(&mutex_);
  for (auto it = running_.begin(); it != running_.end();) {
    const auto next = std::next(it);
    if (it->first.first == alliance) Remove(it);
    it = next;
  }
}

Operations::Totals Operations::CurrentTotals() const {
  Totals totals;
  for (const auto& [method, work] : works_) totals.running[method] = 0;
  absl::MutexLock lock(&mutex_);
  totals.ended = ended_;
  for (const auto& [name, entry] : running_) ++totals.running[entry->request.method];
  return totals;
}

void Operations::WorkUntilStopped() {
  for (;;) {
    Entry entry;
    {
      absl::MutexLock lock(&mutex_, absl::Condition(this, &Operations::HasWorkOrStops));
      if (stopping_) return;
      entry = std::move(queue_.front());
      queue_.pop_front();
    }
    Do(*entry);
  }
}

void Operations::Do(Running& running) {
  const auto work = works_.find(running.request.method);
  if (work == works_.end()) {
    return Fail(running, absl::UnimplementedError(absl::StrCat("this server does not know work of ",
                                                               running.request.method)));
  }
  Tell(running, kStarting, std::nullopt);
  const absl::Status status = work->second(running.request, running);
  // Where it has succeeded it is not under way any more.
  Fail(running, !status.ok() ? status
                             : absl::InternalError(absl::StrCat("work of ", running.request.method,
                                                                " came to no result")));
}

absl::Status Operations::CommitEnd(const std::string& alliance, const Record& begun,
                                   Ending ending) {
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
  commit.writes.front().expire_time = clock_() + options_.retention;
  const absl::Status committed = store_.Commit(std::move(commit)).status();
  if (committed.ok()) {
    absl::MutexLock lock(&mutex_);
    ++ended_[{operation.method(), operation.state()}];
  }
  return committed;
}

absl::Status Operations::Save(Running& running, std::vector<Write> writes) {
  // The record is written anew as it is, since a commit can depend on nothing else.
  Write own;
  own.collection = Collection::kOperation;
  own.id = running.begun.id;
  own.payload = running.begun.payload;
  own.precondition = storage::Precondition::AtRevision(running.begun.revision);
  storage::CommitRequest commit;
  commit.alliance = running.request.alliance;
  commit.writes = std::move(writes);
  commit.writes.insert(commit.writes.begin(), std::move(own));
  const auto committed = store_.Commit(std::move(commit));
  if (!committed.ok()) return WhyNotCommitted(running, committed.status());
  running.begun.revision = committed->revision;
  return absl::OkStatus();
}

absl::Status Operations::WhyNotCommitted(const Running& running, const absl::Status& failed) const {
  if (!CameTooLate(failed)) return failed;
  // The writes of the work can come too late as well as its end.
  const auto now =
      store_.View()->Get(running.request.alliance, Collection::kOperation, running.begun.id);
  const bool goes_on = now.ok() && now->revision == running.begun.revision;
  return goes_on ? failed : absl::CancelledError("the operation has ended");
}

absl::Status Operations::Succeed(Running& running, const std::string& result,
                                 std::vector<Write> writes) {
  const std::string& alliance = running.request.alliance;
  Ending ending;
  ending.state = v1::Operation::SUCCEEDED;
  ending.result = result;
  ending.writes = std::move(writes);
  const absl::Status ended = CommitEnd(alliance, running.begun, std::move(ending));
  if (ended.ok()) {
    Remove(alliance, running.begun.id);
    return ended;
  }
  return WhyNotCommitted(running, ended);
}

void Operations::Fail(Running& running, const absl::Status& error) {
  Ending ending;
  ending.state = v1::Operation::FAILED;
  ending.error = error;
  absl::Duration wait = absl::ZeroDuration();
  while (GoesOnFor(running, wait)) {
    const absl::Status ended = CommitEnd(running.request.alliance, running.begun, ending);
    if (ended.ok() || CameTooLate(ended)) {
      Remove(running.request.alliance, running.begun.id);
    }
    wait = kWriteAgain;
  }
}

bool Operations::GoesOnFor(const Running& running, absl::Duration wait) const {
  const absl::Time deadline = absl::Now() + wait;
  absl::MutexLock lock(&mutex_);
  while (!running.stopped && !changed_.WaitWithDeadline(&mutex_, deadline)) {
  }
  return !running.stopped;
}

void Operations::Tell(Running& running, absl::string_view phase,
                      const std::optional<v1::PlanProgress>& progress) {
  absl::MutexLock lock(&mutex_);
  running.phase = std::string(phase);
  running.progress = progress;
  running.work.reset();
  ++running.version;
  changed_.SignalAll();
}

void Operations::TellWork(Running& running, absl::string_view phase, absl::string_view unit,
                          std::int64_t done, std::int64_t total) {
  const absl::Time now = clock_();
  absl::MutexLock lock(&mutex_);
  if (!running.work || running.work->unit() != unit || running.phase != phase) {
    running.rate = WorkRate();
  }
  running.phase = std::string(phase);
  running.progress.reset();
  running.rate.Add(now, done);
  v1::WorkProgress& work = running.work.emplace();
  work.set_unit(std::string(unit));
  work.set_done(done);
  work.set_total(total);
  if (const auto rate = running.rate.PerSecond()) {
    work.set_rate(*rate);
    const absl::Time end = now + absl::Seconds(static_cast<double>(total - done) / *rate);
    *work.mutable_estimated_end_time() = conversion::ToTimestamp(end);
  }
  ++running.version;
  changed_.SignalAll();
}

const Operations::Running* Operations::Find(const conversion::OperationName& name) const {
  const auto found = running_.find({name.alliance, name.operation});
  return found == running_.end() ? nullptr : found->second.get();
}

void Operations::Remove(const std::string& alliance, const std::string& id) {
  absl::MutexLock lock(&mutex_);
  const auto found = running_.find({alliance, id});
  if (found != running_.end()) Remove(found);
}

void Operations::Remove(RunningMap::iterator ended) {
  const Entry entry = ended->second;
  entry->stopped = true;
  queue_.erase(std::remove(queue_.begin(), queue_.end(), entry), queue_.end());
  running_.erase(ended);
  changed_.SignalAll();
}

}  // namespace counterpoint::service
