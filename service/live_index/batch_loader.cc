#include "service/live_index/batch_loader.h"

#include <iterator>
#include <utility>

#include "service/live_index/kept_features.h"

namespace counterpoint::service {

BatchLoader::BatchLoader(std::shared_ptr<const KnownAlliance> alliance,
                         std::shared_ptr<const matching::Analyzer> analyzer, storage::Store& store,
                         WorkerPool& pool, IndexFaults& faults, Embedder* embedder)
    : alliance_(std::move(alliance)),
      analyzer_(std::move(analyzer)),
      store_(store),
      pool_(pool),
      faults_(faults),
      embedder_(embedder) {}

BatchLoader::~BatchLoader() {
  mutex_.LockWhen(absl::Condition(this, &BatchLoader::IsIdle));
  mutex_.Unlock();
}

bool BatchLoader::HasRoom() const { return under_way_ < 2 * pool_.threads(); }

void BatchLoader::Add(std::vector<RecordToLoad> batch) {
  {
    absl::MutexLock lock(&mutex_, absl::Condition(this, &BatchLoader::HasRoom));
    ++under_way_;
  }
  const auto shared = std::make_shared<const std::vector<RecordToLoad>>(std::move(batch));
  if (!pool_.Schedule([this, shared] { Load(*shared); })) Load(*shared);
}

BatchLoader::Loaded BatchLoader::Finish() {
  absl::MutexLock lock(&mutex_, absl::Condition(this, &BatchLoader::IsIdle));
  return std::move(loaded_);
}

void BatchLoader::Load(const std::vector<RecordToLoad>& batch) {
  // Once it is counted as done, loader and store may go: nothing borrowed from
  // them may be left by then.
  Loaded loaded = LoadedOf(batch);
  absl::MutexLock lock(&mutex_);
  std::move(loaded.members.begin(), loaded.members.end(), std::back_inserter(loaded_.members));
  std::move(loaded.entries.begin(), loaded.entries.end(), std::back_inserter(loaded_.entries));
  std::move(loaded.rows.begin(), loaded.rows.end(), std::back_inserter(loaded_.rows));
  loaded_.embedded.insert(loaded.embedded.begin(), loaded.embedded.end());
  --under_way_;
}

BatchLoader::Loaded BatchLoader::LoadedOf(const std::vector<RecordToLoad>& batch) {
  Loaded loaded;
  std::vector<storage::Store::Derived> to_keep;
  const auto view = store_.View();
  for (const RecordToLoad& item : batch) {
    const std::string& id = item.record.id;
    auto member =
        LoadMember(*alliance_, *analyzer_, item.record, item.kept_texts, *view, embedder_);
    if (!member.ok()) {
      faults_.Report(alliance_->id, id, member.status());
      continue;
    }
    loaded.entries.push_back({id,
                              {member->member.revision, member->member.summary.SerializeAsString(),
                               member->coverage.missing, member->member.confidential}});
    if (member->coverage.can_come) embedder_->Want(alliance_->id, id);
    loaded.embedded.insert(member->coverage.marks.begin(), member->coverage.marks.end());
    loaded.rows.push_back(std::move(member->row));
    loaded.members.push_back(std::move(member->member.features));
    if (!member->kept_texts.empty()) to_keep.push_back({id, std::move(member->kept_texts)});
  }
  // Without them a restart only takes longer.
  const absl::Status kept = store_.PutDerived(alliance_->id, kKeptTexts, to_keep);
  if (!kept.ok()) faults_.Report(alliance_->id, "", kept);
  return loaded;
}

}  // namespace counterpoint::service
