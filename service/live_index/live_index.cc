#include "service/live_index/live_index.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "service/errors/resource_errors.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kAlliancesPage = 1000;
constexpr std::size_t kQueuedJobs = 1000;
// Take about as long to load as the members of a small alliance.
constexpr std::size_t kFewInteractions = 20'000;

int LoaderThreads() { return std::max(2, static_cast<int>(std::thread::hardware_concurrency())); }

bool HasMoreThan(std::size_t count, const storage::ReadView& view, const std::string& alliance,
                 storage::Collection collection) {
  const auto records = view.Scan(alliance, collection, "");
  storage::Record record;
  for (std::size_t seen = 0; seen <= count; ++seen) {
    const auto more = records->Next(record);
    if (!more.ok() || !*more) return false;
  }
  return true;
}

// Whether an alliance has so little in it that building it takes no long time.
bool IsSmall(const storage::ReadView& view, const std::string& alliance) {
  return !HasMoreThan(kSmallIndex, view, alliance, storage::Collection::kMember) &&
         !HasMoreThan(kFewInteractions, view, alliance, storage::Collection::kInteraction);
}

}  // namespace

LiveIndex::LiveIndex(storage::Store& store, AllianceReader& alliances, Embedder* embedder)
    : store_(store),
      alliances_(alliances),
      pool_(LoaderThreads(), kQueuedJobs),
      builder_(store, pool_, faults_, stop_, embedder) {}

LiveIndex::~LiveIndex() {
  {
    absl::MutexLock lock(&mutex_);
    stop_ = true;
  }
  if (updating_.joinable()) updating_.join();
  if (long_work_.joinable()) long_work_.join();
}

absl::Status LiveIndex::Start() {
  const auto view = store_.View();
  std::string after;
  for (;;) {
    const auto page = view->Alliances(after, kAlliancesPage);
    if (!page.ok()) return page.status();
    if (page->empty()) break;
    after = page->back();
    for (const std::string& alliance : *page) {
      Enqueue(alliance);
      absl::MutexLock lock(&mutex_);
      slots_[alliance].awaited = true;
      ++awaited_;
    }
  }
  updating_ = std::thread([this] { UpdateLoop(); });
  long_work_ = std::thread([this] { LongJobLoop(); });
  return absl::OkStatus();
}

void LiveIndex::OnCommit(absl::string_view alliance, std::int64_t) { Enqueue(alliance); }

void LiveIndex::OnEmbedded(const std::string& alliance, const std::vector<std::string>& members) {
  absl::MutexLock lock(&mutex_);
  slots_[alliance].embedded.insert(members.begin(), members.end());
  EnqueueLocked(alliance);
}

absl::Status LiveIndex::ForgetModels(const std::string& alliance, std::int64_t erased) {
  const absl::Status forgotten = builder_.ForgetModels(alliance, erased);
  if (forgotten.ok()) Enqueue(alliance);
  return forgotten;
}

void LiveIndex::Enqueue(absl::string_view alliance) {
  absl::MutexLock lock(&mutex_);
  EnqueueLocked(alliance);
}

void LiveIndex::EnqueueLocked(absl::string_view alliance) {
  Slot& slot = slots_[alliance];
  if (slot.is_queued) return;
  slot.is_queued = true;
  queue_.push_back(std::string(alliance));
}

absl::StatusOr<Snapshot> LiveIndex::Current(absl::string_view alliance) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto slot = slots_.find(alliance);
  if (slot == slots_.end()) return AllianceNotFound(alliance);
  if (slot->second.published == nullptr) return TryAgain("the index is being built");
  return slot->second.published;
}

std::vector<std::pair<std::string, Snapshot>> LiveIndex::Published() const {
  std::vector<std::pair<std::string, Snapshot>> published;
  absl::ReaderMutexLock lock(&mutex_);
  for (const auto& [alliance, slot] : slots_) {
    if (slot.published != nullptr) published.emplace_back(alliance, slot.published);
  }
  return published;
}

LiveIndex::Totals LiveIndex::CurrentTotals() const {
  const auto published = Published();
  const auto view = store_.View();
  Totals totals;
  for (const auto& [alliance, snapshot] : published) {
    ++totals.alliances;
    totals.members += static_cast<std::int64_t>(snapshot->index->size());
    totals.missing_embeddings += snapshot->missing_embeddings;
    const std::int64_t indexed = snapshot->index->revision();
    totals.largest_lag =
        std::max(totals.largest_lag, view->Revision(alliance).value_or(indexed) - indexed);
  }
  return totals;
}

std::vector<LiveIndex::AllianceState> LiveIndex::LargestAlliances(std::size_t most) const {
  auto published = Published();
  const auto larger = [](const auto& a, const auto& b) {
    const std::size_t size = a.second->index->size();
    const std::size_t other = b.second->index->size();
    return size != other ? size > other : a.first < b.first;
  };
  std::sort(published.begin(), published.end(), larger);
  if (published.size() > most) published.resize(most);
  const auto view = store_.View();
  std::vector<AllianceState> states;
  for (const auto& [alliance, snapshot] : published) {
    AllianceState& state = states.emplace_back();
    state.alliance = alliance;
    state.members = static_cast<std::int64_t>(snapshot->index->size());
    const std::int64_t indexed = snapshot->index->revision();
    state.lag = std::max<std::int64_t>(view->Revision(alliance).value_or(indexed) - indexed, 0);
    if (state.lag == 0) continue;
    const auto missing = view->ChangesAfter(alliance, indexed, 1);
    if (!missing.ok() || missing->empty()) continue;
    state.behind = std::max(absl::Now() - missing->front().commit_time, absl::ZeroDuration());
  }
  return states;
}

bool LiveIndex::AwaitRevision(absl::string_view alliance, std::int64_t revision,
                              absl::Duration timeout) const {
  const absl::Time deadline = absl::Now() + timeout;
  absl::MutexLock lock(&mutex_);
  for (;;) {
    const auto slot = slots_.find(alliance);
    if (slot == slots_.end()) return true;
    const Snapshot& published = slot->second.published;
    if (published != nullptr && published->index->revision() >= revision) return true;
    if (published_.WaitWithDeadline(&mutex_, deadline)) return false;
  }
}

bool LiveIndex::AwaitReady(absl::Duration timeout) const {
  const bool ready =
      mutex_.LockWhenWithTimeout(absl::Condition(this, &LiveIndex::IsReady), timeout);
  mutex_.Unlock();
  return ready;
}

bool LiveIndex::HasUpdate() const { return stop_ || !queue_.empty() || !finished_.empty(); }
bool LiveIndex::HasLongJob() const { return stop_ || !long_jobs_.empty(); }

void LiveIndex::UpdateLoop() {
  for (;;) {
    std::function<void()> finish;
    std::string alliance;
    {
      absl::MutexLock lock(&mutex_, absl::Condition(this, &LiveIndex::HasUpdate));
      if (stop_) return;
      if (!finished_.empty()) {
        finish = std::move(finished_.front());
        finished_.pop_front();
      } else {
        alliance = std::move(queue_.front());
        queue_.pop_front();
        // Before the view is made: a commit from now on queues it again.
        slots_[alliance].is_queued = false;
      }
    }
    if (finish) {
      finish();
    } else {
      Update(alliance);
    }
  }
}

void LiveIndex::LongJobLoop() {
  for (;;) {
    LongJob job;
    {
      absl::MutexLock lock(&mutex_, absl::Condition(this, &LiveIndex::HasLongJob));
      if (stop_) return;
      job = std::move(long_jobs_.front());
      long_jobs_.pop_front();
    }
    std::function<void()> finish = job();
    absl::MutexLock lock(&mutex_);
    finished_.push_back(std::move(finish));
  }
}

void LiveIndex::Update(const std::string& alliance) {
  const auto view = store_.View();
  const auto known = alliances_.Find(*view, alliance);
  if (absl::IsNotFound(known.status())) return Drop(alliance);
  Following& following = following_[alliance];
  TakeEmbedded(alliance, following);
  BuiltIndex& built = following.built;
  if (!known.ok()) {
    faults_.Report(alliance, "", known.status());
    if (built.snapshot == nullptr) FinishBuild(alliance, known.status());
    return;
  }
  const auto indexed = built.snapshot == nullptr ? *known : built.snapshot->alliance;
  const bool same_topics = indexed->thesaurus_fingerprint == (*known)->thesaurus_fingerprint;
  if (built.snapshot == nullptr || (!same_topics && IsSmall(*view, alliance))) {
    return Build(alliance, *view, *known);
  }
  // The new policy waits for the new topics, so that its version names both.
  const absl::Status advanced = builder_.Advance(*view, same_topics ? *known : indexed, built);
  if (absl::IsOutOfRange(advanced)) return Build(alliance, *view, *known);
  if (!advanced.ok()) return faults_.Report(alliance, "", advanced);
  Refresh(*view, alliance, following);
  Publish(alliance, built.snapshot);
  const auto revision = view->Revision(alliance);
  const bool is_behind = revision.ok() && built.snapshot->index->revision() < *revision;
  if (is_behind) Enqueue(alliance);
  if (!same_topics) return BuildElsewhere(alliance);
  // While a large import is followed, each new model would soon be stale again.
  const bool is_due = (is_behind ? built.ModelIsFarOff() : built.ModelIsStale()) ||
                      builder_.HasToRelearn(alliance, built);
  const bool large = built.snapshot->index->size() > kSmallIndex;
  if (large && is_due) RelearnElsewhere(alliance, following);
}

void LiveIndex::TakeEmbedded(const std::string& alliance, Following& following) {
  absl::MutexLock lock(&mutex_);
  const auto slot = slots_.find(alliance);
  if (slot == slots_.end()) return;
  following.to_refresh.insert(slot->second.embedded.begin(), slot->second.embedded.end());
  slot->second.embedded.clear();
}

void LiveIndex::Refresh(const storage::ReadView& view, const std::string& alliance,
                        Following& following) {
  if (following.to_refresh.empty()) return;
  const std::vector<std::string> members(following.to_refresh.begin(), following.to_refresh.end());
  const absl::Status refreshed = builder_.Refresh(view, members, following.built);
  if (!refreshed.ok()) return faults_.Report(alliance, "", refreshed);
  if (following.is_building) {
    following.refreshed_during_build.insert(members.begin(), members.end());
  }
  following.to_refresh.clear();
}

void LiveIndex::Build(const std::string& alliance, const storage::ReadView& view,
                      const std::shared_ptr<const KnownAlliance>& known) {
  if (!IsSmall(view, alliance)) return BuildElsewhere(alliance);
  FinishBuild(alliance, builder_.Build(view, known));
  if (following_[alliance].built.snapshot != nullptr) {
    Publish(alliance, following_[alliance].built.snapshot);
  }
}

void LiveIndex::BuildElsewhere(const std::string& alliance) {
  if (std::exchange(following_[alliance].is_building, true)) return;
  Schedule([this, alliance]() -> std::function<void()> {
    absl::StatusOr<BuiltIndex> built = absl::CancelledError();
    const auto view = store_.View();
    const auto known = alliances_.Find(*view, alliance);
    built = known.ok() ? builder_.Build(*view, *known) : known.status();
    return [this, alliance, built = std::move(built)]() mutable {
      Following& following = following_[alliance];
      following.is_building = false;
      following.to_refresh.merge(std::exchange(following.refreshed_during_build, {}));
      const bool is_built = built.ok();
      FinishBuild(alliance, std::move(built));
      if (is_built) Update(alliance);  // Publishes it with what was committed since.
    };
  });
}

void LiveIndex::FinishBuild(const std::string& alliance, absl::StatusOr<BuiltIndex> built) {
  Following& following = following_[alliance];
  if (built.ok()) {
    following.generation = next_generation_++;
    following.built = *std::move(built);
    return;
  }
  if (!absl::IsCancelled(built.status())) faults_.Report(alliance, "", built.status());
  absl::MutexLock lock(&mutex_);
  StopAwaiting(slots_[alliance]);
}

void LiveIndex::RelearnElsewhere(const std::string& alliance, const Following& following) {
  if (following.is_learning || following.is_building) return;
  following_[alliance].is_learning = true;
  Schedule([this, alliance, generation = following.generation,
            snapshot = following.built.snapshot]() -> std::function<void()> {
    auto relearnt = std::make_shared<const IndexBuilder::Relearnt>(builder_.Relearn(*snapshot));
    return [this, alliance, generation, relearnt] {
      const auto found = following_.find(alliance);
      if (found == following_.end()) return;
      found->second.is_learning = false;
      if (found->second.generation != generation) return;
      builder_.Adopt(*relearnt, found->second.built);
      Publish(alliance, found->second.built.snapshot);
      Enqueue(alliance);  // So much may have changed meanwhile that it is stale already.
    };
  });
}

void LiveIndex::Drop(const std::string& alliance) {
  following_.erase(alliance);
  absl::MutexLock lock(&mutex_);
  const auto slot = slots_.find(alliance);
  if (slot == slots_.end()) return;
  StopAwaiting(slot->second);
  // One that is queued has been made anew meanwhile.
  if (slot->second.is_queued) {
    slot->second.published = nullptr;
  } else {
    slots_.erase(slot);
  }
  published_.SignalAll();
}

void LiveIndex::Publish(const std::string& alliance, Snapshot snapshot) {
  absl::MutexLock lock(&mutex_);
  Slot& slot = slots_[alliance];
  slot.published = std::move(snapshot);
  StopAwaiting(slot);
  published_.SignalAll();
}

void LiveIndex::StopAwaiting(Slot& slot) {
  if (!std::exchange(slot.awaited, false)) return;
  --awaited_;
}

void LiveIndex::Schedule(LongJob job) {
  absl::MutexLock lock(&mutex_);
  long_jobs_.push_back(std::move(job));
}

}  // namespace counterpoint::service
