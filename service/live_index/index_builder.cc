#include "service/live_index/index_builder.h"

#include <algorithm>
#include <utility>

#include "service/directory/member_directory.h"

namespace counterpoint::service {
namespace {

using matching::MemberIndex;

constexpr std::size_t kBatch = 128;  // Members loaded by one job.

// Walks over what is kept of members' texts beside a walk over the members.
class KeptTextsWalk {
 public:
  KeptTextsWalk(const storage::ReadView& view, const std::string& alliance)
      : cursor_(view.ScanDerived(alliance, kKeptTexts)) {
    Next();
  }

  // Of a member, or nothing. REQUIRES: ids ascend from call to call.
  std::string Take(const std::string& id) {
    while (valid_ && kept_.id < id) Next();
    return valid_ && kept_.id == id ? std::move(kept_.payload) : "";
  }

 private:
  void Next() {
    const auto next = cursor_->Next(kept_);
    valid_ = next.ok() && *next;
  }

  const std::unique_ptr<storage::RecordCursor> cursor_;
  storage::Record kept_;
  bool valid_ = false;
};

LearntModel Learn(const KnownAlliance& alliance, const MemberIndex::Members& members,
                  std::int64_t revision) {
  return {matching::TextModel::Learn(alliance.thesaurus, members), revision, members.size()};
}

// Among the members that the snapshot has.
std::shared_ptr<const matching::PartnerGraph> GraphOf(const Partnerships& partnerships,
                                                      const IndexSnapshot& snapshot) {
  return partnerships.Graph(
      [&](const std::string& member) { return snapshot.catalog->Find(member) != nullptr; });
}

// Moves catalog and directory on, and the count of what is missing with them.
void UpdateCatalog(MemberCatalog::Entries put, std::vector<DirectoryRow> rows,
                   const std::vector<std::string>& removed, std::int64_t revision,
                   IndexSnapshot& snapshot) {
  const auto missing_of = [&](const std::string& id) {
    const MemberCatalog::Entry* entry = snapshot.catalog->Find(id);
    return entry == nullptr ? 0 : entry->missing_embeddings;
  };
  for (const auto& [id, entry] : put) {
    snapshot.missing_embeddings += entry.missing_embeddings - missing_of(id);
  }
  for (const std::string& id : removed) snapshot.missing_embeddings -= missing_of(id);
  snapshot.catalog =
      std::make_shared<const MemberCatalog>(snapshot.catalog->With(std::move(put), removed));
  snapshot.directory = std::make_shared<const MemberDirectory>(
      snapshot.directory->With(std::move(rows), removed, revision));
}

// What tells `to` from `from`.
struct Difference {
  MemberIndex::Members put;
  std::vector<std::string> removed;
};
Difference Between(const MemberIndex& from, const MemberIndex& to) {
  Difference difference;
  const MemberIndex::Members before = from.All();
  const MemberIndex::Members after = to.All();
  auto b = before.begin();
  for (const auto& member : after) {
    while (b != before.end() && (*b)->id < member->id) difference.removed.push_back((*b++)->id);
    const bool known = b != before.end() && (*b)->id == member->id;
    if (!known || *b != member) difference.put.push_back(member);
    if (known) ++b;
  }
  for (; b != before.end(); ++b) difference.removed.push_back((*b)->id);
  return difference;
}

}  // namespace

std::shared_ptr<const matching::Analyzer> IndexBuilder::AnalyzerOf(const KnownAlliance& alliance) {
  absl::MutexLock lock(&mutex_);
  auto& kept = analyzers_[alliance.thesaurus_fingerprint];
  auto analyzer = kept.lock();
  if (analyzer == nullptr) {
    analyzer = std::make_shared<const matching::Analyzer>(alliance.thesaurus);
    kept = analyzer;
  }
  return analyzer;
}

absl::StatusOr<BuiltIndex> IndexBuilder::Build(const storage::ReadView& view,
                                               std::shared_ptr<const KnownAlliance> alliance) {
  const auto revision = view.Revision(alliance->id);
  if (!revision.ok()) return revision.status();
  auto snapshot = std::make_shared<IndexSnapshot>();
  snapshot->alliance = alliance;
  snapshot->analyzer = AnalyzerOf(*alliance);

  BatchLoader loader(alliance, snapshot->analyzer, store_, pool_, faults_, embedder_);
  const absl::Status read = LoadAll(view, *alliance, loader);
  if (!read.ok()) return read;
  BuiltIndex built;
  // While the pool is still at the members.
  const absl::Status joined = LoadPartnerships(view, *alliance, built.partnerships);
  if (!joined.ok()) return joined;
  BatchLoader::Loaded loaded = loader.Finish();
  snapshot->catalog = std::make_shared<const MemberCatalog>();
  snapshot->directory = std::make_shared<const MemberDirectory>();
  UpdateCatalog(std::move(loaded.entries), std::move(loaded.rows), {}, *revision, *snapshot);
  Prune(view, alliance->id, loaded);

  ChooseModel(view, *snapshot, loaded.members, *revision, built);
  snapshot->model_revision = built.learnt.revision;
  snapshot->index =
      MemberIndex::Build(built.learnt.model, std::move(loaded.members), *revision, Parallel())
          ->WithPartnerships(GraphOf(built.partnerships, *snapshot), *revision);
  built.snapshot = std::move(snapshot);
  return built;
}

absl::Status IndexBuilder::LoadAll(const storage::ReadView& view, const KnownAlliance& alliance,
                                   BatchLoader& loader) {
  const auto members = view.Scan(alliance.id, storage::Collection::kMember, "");
  KeptTextsWalk kept(view, alliance.id);
  std::vector<RecordToLoad> batch;
  for (;;) {
    if (stop_) return absl::CancelledError("the service is shutting down");
    RecordToLoad next;
    const auto more = members->Next(next.record);
    if (!more.ok()) return more.status();
    if (!*more) break;
    next.kept_texts = kept.Take(next.record.id);
    batch.push_back(std::move(next));
    if (batch.size() == kBatch) loader.Add(std::exchange(batch, {}));
  }
  loader.Add(std::move(batch));
  return absl::OkStatus();
}

void IndexBuilder::ChooseModel(const storage::ReadView& view, const IndexSnapshot& snapshot,
                               const MemberIndex::Members& members, std::int64_t revision,
                               BuiltIndex& built) {
  const KnownAlliance& alliance = *snapshot.alliance;
  if (members.size() > kSmallIndex) {
    const auto bytes = view.GetDerived(alliance.id, kKeptModel, kModelId);
    auto kept = bytes.ok() ? DecodeKeptModel(alliance, *bytes) : std::nullopt;
    if (kept && kept->revision <= revision) {
      built.learnt = *std::move(kept);
      built.model_is_kept = true;
      snapshot.catalog->ForEach([&](const std::string& id, const MemberCatalog::Entry& entry) {
        if (entry.revision > built.learnt.revision) built.changed.insert(id);
      });
      built.vanished = built.learnt.members - std::min(built.learnt.members, members.size());
      return;
    }
  }
  built.learnt = Learn(alliance, members, revision);
  built.model_is_kept = members.size() > kSmallIndex && KeepModel(alliance, built.learnt);
}

absl::Status IndexBuilder::Advance(const storage::ReadView& view,
                                   std::shared_ptr<const KnownAlliance> alliance,
                                   BuiltIndex& built) {
  const std::int64_t before = built.snapshot->index->revision();
  const auto page = view.ChangesAfter(alliance->id, before, kMaxAdvance);
  if (!page.ok()) return page.status();
  const std::int64_t revision = page->empty() ? before : page->back().revision;
  Changes changes = LoadChanges(view, alliance, *page, built);
  const bool rejoined = FollowPartnerships(view, *alliance, *page, changes, built);

  auto next = std::make_shared<IndexSnapshot>(*built.snapshot);
  next->alliance = std::move(alliance);
  for (const auto& member : changes.loaded.members) built.changed.insert(member->id);
  built.changed.insert(changes.removed.begin(), changes.removed.end());
  if (!changes.empty()) {
    UpdateCatalog(std::move(changes.loaded.entries), std::move(changes.loaded.rows),
                  changes.removed, revision, *next);
  }
  const bool changed = !changes.empty();
  next->index =
      next->index->With(std::move(changes.loaded.members), changes.removed, revision, Parallel());
  if (next->index->size() > kSmallIndex) {
    if (!built.model_is_kept) built.model_is_kept = KeepModel(*next->alliance, built.learnt);
  } else if (changed) {
    LearnAnew(*next, built);
  }
  if (rejoined) {
    next->index = next->index->WithPartnerships(GraphOf(built.partnerships, *next), revision);
  }
  Forget(next->alliance->id, changes.removed);
  built.snapshot = std::move(next);
  return absl::OkStatus();
}

absl::Status IndexBuilder::Refresh(const storage::ReadView& view,
                                   const std::vector<std::string>& members, BuiltIndex& built) {
  const IndexSnapshot& present = *built.snapshot;
  const std::string& alliance = present.alliance->id;
  BatchLoader loader(present.alliance, present.analyzer, store_, pool_, faults_, embedder_);
  std::vector<RecordToLoad> batch;
  for (const std::string& id : members) {
    auto record = view.Get(alliance, storage::Collection::kMember, id);
    if (absl::IsUnavailable(record.status())) return record.status();
    const MemberCatalog::Entry* indexed = present.catalog->Find(id);
    if (!record.ok() || indexed == nullptr || indexed->revision != record->revision) continue;
    auto kept = view.GetDerived(alliance, kKeptTexts, id);
    batch.push_back({*std::move(record), kept.ok() ? *std::move(kept) : ""});
    if (batch.size() == kBatch) loader.Add(std::exchange(batch, {}));
  }
  if (!batch.empty()) loader.Add(std::move(batch));
  BatchLoader::Loaded loaded = loader.Finish();
  if (loaded.members.empty()) return absl::OkStatus();

  auto next = std::make_shared<IndexSnapshot>(present);
  const std::int64_t revision = next->index->revision();
  UpdateCatalog(std::move(loaded.entries), std::move(loaded.rows), {}, revision, *next);
  next->index = next->index->With(std::move(loaded.members), {}, revision, Parallel());
  built.snapshot = std::move(next);
  return absl::OkStatus();
}

void IndexBuilder::LearnAnew(IndexSnapshot& snapshot, BuiltIndex& built) {
  const std::int64_t revision = snapshot.index->revision();
  const MemberIndex::Members members = snapshot.index->All();
  built.learnt = Learn(*snapshot.alliance, members, revision);
  built.changed.clear();
  built.vanished = 0;
  built.model_is_kept = false;
  snapshot.model_revision = revision;
  snapshot.index = MemberIndex::Build(built.learnt.model, members, revision)
                       ->WithPartnerships(snapshot.index->partnerships(), revision);
}

IndexBuilder::Changes IndexBuilder::LoadChanges(
    const storage::ReadView& view, const std::shared_ptr<const KnownAlliance>& alliance,
    const std::vector<storage::Change>& log, const BuiltIndex& built) {
  absl::flat_hash_set<std::string> ids;
  for (const storage::Change& change : log) {
    if (change.collection == storage::Collection::kMember) ids.insert(change.id);
  }
  Changes changes;
  BatchLoader loader(alliance, built.snapshot->analyzer, store_, pool_, faults_, embedder_);
  std::vector<RecordToLoad> batch;
  for (const std::string& id : ids) {
    auto record = view.Get(alliance->id, storage::Collection::kMember, id);
    if (!record.ok()) {
      if (!absl::IsNotFound(record.status())) faults_.Report(alliance->id, id, record.status());
      continue;
    }
    batch.push_back({*std::move(record), ""});
    if (batch.size() == kBatch) loader.Add(std::exchange(batch, {}));
  }
  if (!batch.empty()) loader.Add(std::move(batch));
  changes.loaded = loader.Finish();
  // Deleted, or not to be read: either way it must not stay as it was.
  for (const auto& [id, entry] : changes.loaded.entries) ids.erase(id);
  changes.removed.assign(ids.begin(), ids.end());
  return changes;
}

matching::ParallelFor IndexBuilder::Parallel() {
  return
      [this](int tasks, const std::function<void(int)>& body) { pool_.ParallelFor(tasks, body); };
}

bool IndexBuilder::FollowPartnerships(const storage::ReadView& view, const KnownAlliance& alliance,
                                      const Log& log, const Changes& changes, BuiltIndex& built) {
  Partnerships& partnerships = built.partnerships;
  const MemberCatalog& before = *built.snapshot->catalog;
  bool rejoined = false;
  // Only old pairs matter here: a new one changes the graph itself.
  for (const auto& member : changes.loaded.members) {
    rejoined |= partnerships.Concern(member->id) && before.Find(member->id) == nullptr;
  }
  for (const std::string& member : changes.removed) {
    rejoined |= partnerships.Concern(member) && before.Find(member) != nullptr;
  }
  for (const storage::Change& change : log) {
    if (change.collection != storage::Collection::kInteraction) continue;
    const auto record = view.Get(alliance.id, change.collection, change.id);
    const auto pair = record.ok() ? JoinedBy(alliance.id, *record) : record.status();
    if (!pair.ok() && !absl::IsNotFound(pair.status())) {
      faults_.Report(alliance.id, "", pair.status());
    }
    rejoined |= pair.ok() && pair->has_value() ? partnerships.Put(change.id, **pair)
                                               : partnerships.Remove(change.id);
  }
  return rejoined;
}

absl::Status IndexBuilder::LoadPartnerships(const storage::ReadView& view,
                                            const KnownAlliance& alliance,
                                            Partnerships& partnerships) {
  const auto interactions = view.Scan(alliance.id, storage::Collection::kInteraction, "");
  storage::Record record;
  for (;;) {
    if (stop_) return absl::CancelledError("the service is shutting down");
    const auto more = interactions->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
    auto pair = JoinedBy(alliance.id, record);
    if (!pair.ok()) {
      faults_.Report(alliance.id, "", pair.status());
    } else if (pair->has_value()) {
      partnerships.Put(record.id, **std::move(pair));
    }
  }
}

IndexBuilder::Relearnt IndexBuilder::Relearn(const IndexSnapshot& snapshot) {
  const std::int64_t revision = snapshot.index->revision();
  const MemberIndex::Members members = snapshot.index->All();
  Relearnt relearnt;
  relearnt.learnt = Learn(*snapshot.alliance, members, revision);
  relearnt.is_kept = KeepModel(*snapshot.alliance, relearnt.learnt);
  relearnt.index = MemberIndex::Build(relearnt.learnt.model, members, revision, Parallel());
  return relearnt;
}

void IndexBuilder::Adopt(const Relearnt& relearnt, BuiltIndex& built) {
  Difference difference = Between(*relearnt.index, *built.snapshot->index);
  auto next = std::make_shared<IndexSnapshot>(*built.snapshot);
  built.learnt = relearnt.learnt;
  built.model_is_kept = relearnt.is_kept;
  built.vanished = 0;
  built.changed.clear();
  for (const auto& member : difference.put) {
    const auto before = relearnt.index->Find(member->id);
    // One that only got embeddings says what it said.
    if (before == nullptr || before->update_time != member->update_time) {
      built.changed.insert(member->id);
    }
  }
  built.changed.insert(difference.removed.begin(), difference.removed.end());
  next->model_revision = relearnt.learnt.revision;
  const MemberIndex& present = *built.snapshot->index;
  next->index =
      relearnt.index
          ->With(std::move(difference.put), difference.removed, present.revision(), Parallel())
          ->WithPartnerships(present.partnerships(), present.revision());
  built.snapshot = std::move(next);
}

void IndexBuilder::Prune(const storage::ReadView& view, const std::string& alliance,
                         const BatchLoader::Loaded& loaded) {
  if (embedder_ == nullptr) return;
  const absl::Status pruned = embedder_->Prune(view, alliance, loaded.embedded);
  if (!pruned.ok()) faults_.Report(alliance, "", pruned);
}

absl::Status IndexBuilder::ForgetModels(const std::string& alliance, std::int64_t erased) {
  absl::MutexLock lock(&models_mutex_);
  // What is kept since then is without them.
  if (erased <= ErasedAt(alliance)) return absl::OkStatus();
  const absl::Status deleted = store_.PutDerived(alliance, kKeptModel, {{kModelId, ""}});
  if (deleted.ok()) erased_at_[alliance] = erased;
  return deleted;
}

bool IndexBuilder::HasToRelearn(const std::string& alliance, const BuiltIndex& built) const {
  absl::ReaderMutexLock lock(&models_mutex_);
  const std::int64_t erased = ErasedAt(alliance);
  return built.learnt.revision < erased && built.snapshot->index->revision() >= erased;
}

std::int64_t IndexBuilder::ErasedAt(const std::string& alliance) const {
  const auto erased = erased_at_.find(alliance);
  return erased == erased_at_.end() ? 0 : erased->second;
}

bool IndexBuilder::KeepModel(const KnownAlliance& alliance, const LearntModel& learnt) {
  // Under the lock also while it is written: what is deleted meanwhile stays deleted.
  absl::MutexLock lock(&models_mutex_);
  if (learnt.revision < ErasedAt(alliance.id)) return false;
  const absl::Status kept =
      store_.PutDerived(alliance.id, kKeptModel, {{kModelId, EncodeKeptModel(alliance, learnt)}});
  if (!kept.ok()) faults_.Report(alliance.id, "", kept);
  return kept.ok();
}

void IndexBuilder::Forget(const std::string& alliance, const std::vector<std::string>& members) {
  std::vector<storage::Store::Derived> deletions;
  for (const std::string& member : members) deletions.push_back({member, ""});
  const absl::Status forgotten = store_.PutDerived(alliance, kKeptTexts, deletions);
  if (!forgotten.ok()) faults_.Report(alliance, "", forgotten);
}

}  // namespace counterpoint::service
