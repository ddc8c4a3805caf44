#include "service/recommendations/generation_sweep.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/operation_record.h"

namespace counterpoint::service {
namespace {

using storage::Collection;
using storage::ReadView;
using storage::Record;
using storage::Write;

constexpr std::size_t kCommitDeletions = 100;
constexpr int kStepsKept = 1000;

// Deletes a few records at a time. Others may have deleted them meanwhile, or the
// whole alliance.
class Deletion {
 public:
  Deletion(storage::Store& store, const std::string& alliance)
      : store_(store), alliance_(alliance) {}

  absl::Status Add(Collection collection, const std::string& id) {
    Write write;
    write.kind = Write::Kind::kDelete;
    write.collection = collection;
    write.id = id;
    writes_.push_back(std::move(write));
    return writes_.size() < kCommitDeletions ? absl::OkStatus() : Finish();
  }
  absl::Status Finish() {
    if (writes_.empty()) return absl::OkStatus();
    storage::CommitRequest commit;
    commit.alliance = alliance_;
    commit.writes = std::exchange(writes_, {});
    const absl::Status committed = store_.Commit(std::move(commit)).status();
    return absl::IsNotFound(committed) ? absl::OkStatus() : committed;
  }

 private:
  storage::Store& store_;
  const std::string& alliance_;
  std::vector<Write> writes_;
};

// Whether the operation that makes it is under way.
bool IsBeingMade(const ReadView& view, const KeptGeneration& kept) {
  const auto name = conversion::ParseOperationName(kept.stored.operation());
  if (!name) return false;
  const auto record = view.Get(kept.name.alliance, Collection::kOperation, name->operation);
  if (!record.ok()) return !absl::IsNotFound(record.status());
  const auto operation = conversion::OperationOf(kept.name.alliance, *record);
  return operation.ok() && operation->state() == v1::Operation::RUNNING;
}

bool IsBlockOf(absl::string_view id, const std::string& prefix) {
  return absl::StartsWith(id, prefix);
}

// Walks over the parts of all generations without reading those that stay: after
// one of them it goes on behind the last that has the same beginning.
absl::Status DeleteParts(const ReadView& view, const std::string& alliance,
                         const absl::flat_hash_set<int>& kept,
                         const absl::flat_hash_set<int>& with_pools, Deletion& deletion) {
  std::string after;
  auto cursor = view.Scan(alliance, Collection::kGenerationBlock, after);
  Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
    const int number = GenerationNumberOf(record.id).value_or(0);
    const std::string pools = GenerationPartPrefix(number, GenerationPart::kPools);
    if (!kept.contains(number) || (IsBlockOf(record.id, pools) && !with_pools.contains(number))) {
      const absl::Status added = deletion.Add(Collection::kGenerationBlock, record.id);
      if (!added.ok()) return added;
      continue;
    }
    // To the pools where they are still to come, else to the next generation. No id
    // has a byte behind '~'.
    const bool before_pools = !with_pools.contains(number) && record.id < pools;
    after = before_pools ? pools : absl::StrCat(GenerationPartPrefix(number), "~");
    if (!before_pools && record.id > after) continue;
    cursor = view.Scan(alliance, Collection::kGenerationBlock, after);
  }
}

absl::Status DeleteOldSteps(const ReadView& view, const std::string& alliance, Deletion& deletion) {
  const auto cursor = view.Scan(alliance, Collection::kPublication, "");
  Record record;
  for (int steps = 0;; ++steps) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
    if (steps < kStepsKept) continue;
    const absl::Status added = deletion.Add(Collection::kPublication, record.id);
    if (!added.ok()) return added;
  }
}

}  // namespace

std::vector<int> SupersededBy(bool shadow, const std::vector<KeptGeneration>& generations,
                              int current) {
  std::vector<int> superseded;
  int kept = 1;  // The one to come.
  for (const KeptGeneration& generation : generations) {
    if (!generation.IsComplete() || generation.stored.generation().shadow() != shadow) continue;
    const bool stays = kept < (shadow ? kShadowsKept : kGenerationsKept);
    // Where a newer one is published, what is current now counts as any other.
    if (stays) {
      ++kept;
    } else if (generation.name.generation != current) {
      superseded.push_back(generation.name.generation);
    }
  }
  return superseded;
}

absl::Status SweepGenerations(storage::Store& store, const std::string& alliance) {
  const auto view = store.View();
  const auto generations = ReadGenerations(*view, alliance);
  if (!generations.ok()) return generations.status();
  Deletion deletion(store, alliance);
  absl::flat_hash_set<int> kept;
  absl::flat_hash_set<int> with_pools;
  bool found_newest = false;
  for (const KeptGeneration& generation : *generations) {
    const int number = generation.name.generation;
    if (!generation.IsComplete()) {
      if (IsBeingMade(*view, generation)) {
        kept.insert(number);
        with_pools.insert(number);
        continue;
      }
      const absl::Status added = deletion.Add(Collection::kGeneration, GenerationRecordId(number));
      if (!added.ok()) return added;
      continue;
    }
    kept.insert(number);
    if (generation.stored.generation().shadow() || found_newest) continue;
    with_pools.insert(number);
    found_newest = true;
  }
  const absl::Status parts = DeleteParts(*view, alliance, kept, with_pools, deletion);
  if (!parts.ok()) return parts;
  const absl::Status steps = DeleteOldSteps(*view, alliance, deletion);
  return steps.ok() ? deletion.Finish() : steps;
}

}  // namespace counterpoint::service
