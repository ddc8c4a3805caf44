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
  auto snapshot = backend_.live_index.Current(lists->alliance());
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
  auto rules = backend_.staff_rules.Now(*snapshot->alliance, basis.now);
  if (!rules.ok()) return rules.status();
  basis.rules = *std::move(rules);
  auto known = Recall(lists, *snapshot);
  if (!known) {
    auto learnt = Learn(lists, *snapshot);
    if (!learnt.ok()) return learnt.status();
    known = *std::move(learnt);
  }
  basis.present = std::move(known->present);
  basis.made_with = std::move(known->made_with);
  basis.staleness = std::move(known->staleness);
  basis.lists = std::move(lists);
  basis.snapshot = std::move(snapshot);
  return basis;
}

std::optional<ListSources::Known> ListSources::Recall(
    const std::shared_ptr<const StoredLists>& lists, const IndexSnapshot& snapshot) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto generations = known_.find(snapshot.alliance->id);
  if (generations == known_.end()) return std::nullopt;
  for (const Known& known : generations->second) {
    if (known.present->IsOf(lists, snapshot)) return known;
  }
  return std::nullopt;
}

absl::StatusOr<ListSources::Known> ListSources::Learn(
    const std::shared_ptr<const StoredLists>& lists, const IndexSnapshot& snapshot) {
  Known known;
  known.lists = lists;
  known.present = std::make_shared<const PresentMembers>(lists, snapshot);
  {
    absl::ReaderMutexLock lock(&mutex_);
    const auto generations = known_.find(snapshot.alliance->id);
    if (generations != known_.end()) {
      for (const Known& other : generations->second) {
        if (other.lists.lock() != lists) continue;
        known.made_with = other.made_with;
        known.staleness = other.staleness;
      }
    }
  }
  if (known.made_with == nullptr) {
    auto basis = ReadBasis(*backend_.store.View(),
                           *conversion::ParseGenerationName(lists->generation().name()));
    if (!basis.ok()) return basis.status();
    known.made_with = std::make_shared<const GenerationBasis>(*std::move(basis));
    known.staleness = std::make_shared<Staleness>();
  }
  absl::MutexLock lock(&mutex_);
  if (known_.size() >= kMostAlliances) known_.clear();
  std::vector<Known>& generations = known_[snapshot.alliance->id];
  std::erase_if(generations, [](const Known& other) { return other.lists.expired(); });
  const auto same = std::find_if(generations.begin(), generations.end(),
                                 [&](const Known& other) { return other.lists.lock() == lists; });
  if (same != generations.end()) {
    same->present = known.present;
  } else {
    if (generations.size() == kMostGenerations) generations.pop_back();
    generations.insert(generations.begin(), known);
  }
  return known;
}

v1::StoredProvenance ProvenanceOf(const ListBasis& basis) {
  v1::StoredProvenance provenance;
  provenance.ParseFromString(basis.lists->provenance());
  provenance.set_stale(basis.staleness->IsStale(basis));
  return provenance;
}

}  // namespace counterpoint::service
