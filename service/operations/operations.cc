#include "service/operations/operations.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/conversion/operation_record.h"
#include "service/errors/resource_errors.h"
#include "service/operations/running_operation.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::Record;
using storage::Write;

constexpr char kStarting[] = "starting";
// Between attempts to write down that an operation has failed.
constexpr absl::Duration kWriteAgain = absl::Seconds(1);

absl::Status ShuttingDown() { return TryAgain("the server is shutting down"); }

}  // namespace

// Tells, saves and ends through the registry.
struct Operations::Running final : RunningOperation {
  Running(Operations& o, OperationRequest r, Record b)
      : RunningOperation(std::move(r), std::move(b)), owner(o) {}

  void Tell(absl::string_view phase, const std::optional<v1::PlanProgress>& plan) override {
    owner.Tell([&] { progress.Tell(phase, plan); });
  }
  void TellWork(absl::string_view phase, absl::string_view unit, std::int64_t done,
                std::int64_t total) override {
    const absl::Time now = owner.clock_();
    owner.Tell([&] { progress.TellWork(now, phase, unit, done, total); });
  }
  absl::Status Save(std::vector<Write> writes) override {
    return owner.records_.Save(request.alliance, begun, std::move(writes));
  }
  absl::Status Succeed(const std::string& result, std::vector<Write> writes) override {
    return owner.Succeed(*this, result, std::move(writes));
  }

  Operations& owner;
};

Operations::Operations(storage::Store& store, AllianceLocks& alliance_locks,
                       std::function<absl::Time()> clock, Options options)
    : store_(store),
      alliance_locks_(alliance_locks),
      clock_(std::move(clock)),
      options_(options),
      records_(store, clock_, options.retention) {}

Operations::~Operations() { Stop(); }

void Operations::Register(const std::string& method, Work work) {
  works_[method] = std::move(work);
}

absl::Status Operations::Restore() {
  auto under_way = records_.UnderWay();
  if (!under_way.ok()) return under_way.status();
  for (BegunOperation& begun : *under_way) {
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
  auto begun = records_.Begin(request, id);
  if (!begun.ok()) return begun.status();
  auto operation = conversion::OperationOf(request.alliance, *begun);
  const auto running = std::make_shared<Running>(*this, request, *std::move(begun));
  if (operation.ok()) running->progress.AddTo(*operation);
  Enqueue(running);
  return operation;
}

absl::StatusOr<std::optional<v1::Operation>> Operations::FindRepeated(
    const OperationRequest& request) const {
  const auto known = records_.FindRepeated(request);
  if (!known.ok()) return known.status();
  if (!known->has_value()) return std::nullopt;
  auto operation = Get({request.alliance, **known});
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
      seen.version = running->progress.version();
      running->progress.AddTo(now);
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
  if (running != nullptr) running->progress.AddTo(operation);
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
      if (running == nullptr || running->progress.version() > version) break;
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
    const absl::Status ended =
        End(name.alliance, operation->method(), *record, {v1::Operation::CANCELLED});
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
  running.Tell(kStarting, std::nullopt);
  const absl::Status status = [&]() -> absl::Status {
    try {
      return work->second(running.request, running);
    } catch (const std::bad_alloc&) {
      // What it had made goes with it, and what it had saved stays for the next try.
      return absl::ResourceExhaustedError(
          "the server has no memory for this work; it needs more, or less to do at a time");
    }
  }();
  // Where it has succeeded it is not under way any more.
  Fail(running, !status.ok() ? status
                             : absl::InternalError(absl::StrCat("work of ", running.request.method,
                                                                " came to no result")));
}

absl::Status Operations::End(const std::string& alliance, const std::string& method,
                             const Record& begun, OperationEnding ending) {
  const v1::Operation::State state = ending.state;
  const absl::Status ended = records_.End(alliance, begun, std::move(ending));
  if (!ended.ok()) return ended;
  absl::MutexLock lock(&mutex_);
  ++ended_[{method, state}];
  return ended;
}

absl::Status Operations::Succeed(Running& running, const std::string& result,
                                 std::vector<Write> writes) {
  const std::string& alliance = running.request.alliance;
  OperationEnding ending;
  ending.state = v1::Operation::SUCCEEDED;
  ending.result = result;
  ending.writes = std::move(writes);
  const absl::Status ended =
      End(alliance, running.request.method, running.begun, std::move(ending));
  if (!ended.ok()) return records_.WhyNotCommitted(alliance, running.begun, ended);
  Remove(alliance, running.begun.id);
  return ended;
}

void Operations::Fail(Running& running, const absl::Status& error) {
  const std::string& alliance = running.request.alliance;
  OperationEnding ending;
  ending.state = v1::Operation::FAILED;
  ending.error = error;
  absl::Duration wait = absl::ZeroDuration();
  while (GoesOnFor(running, wait)) {
    const absl::Status ended = End(alliance, running.request.method, running.begun, ending);
    if (ended.ok() || CameTooLate(ended)) Remove(alliance, running.begun.id);
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

void Operations::Tell(absl::FunctionRef<void()> tell) {
  absl::MutexLock lock(&mutex_);
  tell();
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
