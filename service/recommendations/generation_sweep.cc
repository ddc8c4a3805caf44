#include "service/recommendations/generation_sweep.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/operation_record.h"
#include "service/recommendations/generation_layers.h"

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

// Numbers of the generations whose parts stay: of those that others are read from
// also when their own records are gone. One that is being made has what it has written
// itself; what it begins with belongs to the newest one.
struct KeptParts {
  absl::flat_hash_set<int> members;
  absl::flat_hash_set<int> pools;
  absl::flat_hash_set<int> lists;
  absl::flat_hash_set<int> others;

  void Add(const KeptGeneration& kept, bool with_pools) {
    const int number = kept.name.generation;
    members.insert(MembersOf(number, kept.stored));
    others.insert(number);
    for (const auto& layer : ListLayers(number, kept.stored)) {
      lists.insert(layer.generation());
      members.insert(layer.members_of());
    }
    if (!with_pools) return;
    for (const auto& layer : PoolLayers(number, kept.stored)) {
      pools.insert(layer.generation());
      members.insert(layer.members_of());
    }
  }
  bool Stays(int number, GenerationPart part) const {
    switch (part) {
      case GenerationPart::kMembers:
        return members.contains(number);
      case GenerationPart::kPools:
        return pools.contains(number);
      case GenerationPart::kLists:
        return lists.contains(number);
      default:
        return others.contains(number);
    }
  }
};

// Walks over the parts of all generations without reading those that stay: after the
// first block of one it goes on behind the last.
absl::Status DeleteParts(const ReadView& view, const std::string& alliance, const KeptParts& kept,
                         Deletion& deletion) {
  auto cursor = view.Scan(alliance, Collection::kGenerationBlock, "");
  Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
    const auto key = ParseGenerationPartId(record.id);
    if (!key || !kept.Stays(key->number, key->part)) {
      const absl::Status added = deletion.Add(Collection::kGenerationBlock, record.id);
      if (!added.ok()) return added;
      continue;
    }
    // No id has a byte behind '~'.
    cursor = view.Scan(alliance, Collection::kGenerationBlock,
                       absl::StrCat(GenerationPartPrefix(key->number, key->part), "~"));
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
  KeptParts kept;
  bool found_newest = false;
  for (const KeptGeneration& generation : *generations) {
    const int number = generation.name.generation;
    if (!generation.IsComplete()) {
      if (IsBeingMade(*view, generation)) {
        kept.Add(generation, /*with_pools=*/true);
        continue;
      }
      const absl::Status added = deletion.Add(Collection::kGeneration, GenerationRecordId(number));
      if (!added.ok()) return added;
      continue;
    }
    const bool is_newest = !generation.stored.generation().shadow() && !found_newest;
    kept.Add(generation, is_newest);
    found_newest = found_newest || is_newest;
  }
  const absl::Status parts = DeleteParts(*view, alliance, kept, deletion);
  if (!parts.ok()) return parts;
  const absl::Status steps = DeleteOldSteps(*view, alliance, deletion);
  return steps.ok() ? deletion.Finish() : steps;
}

}  // namespace counterpoint::service
