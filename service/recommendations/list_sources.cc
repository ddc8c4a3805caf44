#include "service/recommendations/list_sources.h"

#include <algorithm>
#include <utility>

#include "service/conversion/timestamp.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kMostGenerations = 4;  // Of an alliance.
constexpr std::size_t kMostAlliances = 1000;

}  // namespace

absl::StatusOr<ListBasis> ListSources::Now(const conversion::GenerationName& name) {
  if (name.generation != 0) {
    auto lists = backend_.generations.Lists(name);
    if (!lists.ok()) return lists.status();
    return Now(*std::move(lists));
  }
  const auto current = backend_.generations.Current(name.alliance);
  if (!current.ok()) return current.status();
  return Now((*current)->lists);
}

absl::StatusOr<ListBasis> ListSources::Now(std::shared_ptr<const StoredLists> lists) {
  const auto name = conversion::ParseGenerationName(lists->generation().name());
  auto snapshot = backend_.live_index.Current(name->alliance);
  if (!snapshot.ok()) return snapshot.status();
  return With(std::move(lists), *std::move(snapshot));
}

absl::StatusOr<ListBasis> ListSources::With(std::shared_ptr<const StoredLists> lists,
                                            Snapshot snapshot) {
  const std::string& alliance = snapshot->alliance->id;
  ListBasis basis;
  basis.now = backend_.clock();
  auto apart = backend_.feedback.KeptApartNow(alliance);
  if (!apart.ok()) return apart.status();
  basis.apart = *std::move(apart);
  auto rules = backend_.staff_rules.Now(alliance, basis.now);
  if (!rules.ok()) return rules.status();
  basis.rules = *std::move(rules);
  basis.present = KnownOf(lists, *snapshot).present;
  basis.lists = std::move(lists);
  basis.snapshot = std::move(snapshot);
  return basis;
}

v1::StoredProvenance ListSources::ProvenanceOf(const ListBasis& basis) {
  const v1::Generation& generation = basis.lists->generation();
  v1::StoredProvenance provenance;
  provenance.set_generation(generation.name());
  provenance.set_revision(generation.revision());
  provenance.set_policy_version(generation.policy_version());
  *provenance.mutable_as_of_time() = generation.as_of_time();
  *provenance.mutable_complete_time() = generation.complete_time();
  provenance.set_stale(KnownOf(basis.lists, *basis.snapshot).staleness->IsStale(basis));
  return provenance;
}

ListSources::Known ListSources::KnownOf(const std::shared_ptr<const StoredLists>& lists,
                                        const IndexSnapshot& snapshot) {
  const auto same_lists = [&](const Known& known) { return known.lists.lock() == lists; };
  {
    absl::ReaderMutexLock lock(&mutex_);
    const auto generations = known_.find(snapshot.alliance->id);
    if (generations != known_.end()) {
      const auto found =
          std::find_if(generations->second.begin(), generations->second.end(), same_lists);
      if (found != generations->second.end() && found->present->IsOf(lists, snapshot)) {
        return *found;
      }
    }
  }
  auto present = std::make_shared<const PresentMembers>(lists, snapshot);
  absl::MutexLock lock(&mutex_);
  if (known_.size() >= kMostAlliances) known_.clear();
  std::vector<Known>& generations = known_[snapshot.alliance->id];
  const auto found = std::find_if(generations.begin(), generations.end(), same_lists);
  if (found != generations.end()) {
    found->present = std::move(present);
    return *found;
  }
  if (generations.size() == kMostGenerations) generations.pop_back();
  return *generations.insert(generations.begin(),
                             {lists, std::move(present), std::make_shared<Staleness>()});
}

}  // namespace counterpoint::service
