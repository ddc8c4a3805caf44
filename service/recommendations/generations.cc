#include "service/recommendations/generations.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "service/errors/resource_errors.h"
#include "service/recommendations/layered_reads.h"

namespace counterpoint::service {
namespace {

using conversion::GenerationName;
using storage::Collection;

constexpr std::size_t kMostKept = 4;

absl::Status NothingIsCurrent(const std::string& alliance) {
  return absl::FailedPreconditionError(absl::StrCat("the recommendations of ",
                                                    conversion::FormatAllianceName(alliance),
                                                    " have not been refreshed yet"));
}

absl::Status NotComplete(const GenerationName& name) {
  return absl::FailedPreconditionError(absl::StrCat(
      conversion::FormatGenerationName(name.alliance, name.generation), " is still being made"));
}

absl::Status IsThere(const storage::ReadView& view, const std::string& alliance) {
  const auto record = view.Get(alliance, Collection::kAlliance, "");
  return absl::IsNotFound(record.status()) ? AllianceNotFound(alliance) : record.status();
}

}  // namespace

// What is known of one alliance.
struct Generations::Book {
  // Of the last commit that was told; 0 before the first.
  std::atomic<std::int64_t> committed = 0;

  absl::Mutex mutex;  // Held while lists are read: others wait for the same ones.
  // `committed` when the below was read; -1 before that.
  std::int64_t seen ABSL_GUARDED_BY(mutex) = -1;
  // Null: nothing is current.
  std::shared_ptr<const Published> published ABSL_GUARDED_BY(mutex);
  std::int64_t create_revision ABSL_GUARDED_BY(mutex) = 0;  // Of what is published.
};

Generations::Generations(storage::Store& store) : store_(store) {}
Generations::~Generations() = default;

void Generations::OnCommit(absl::string_view alliance, std::int64_t revision) {
  absl::MutexLock lock(&mutex_);
  const auto found = books_.find(alliance);
  // Who has not been asked for yet reads what there is.
  if (found != books_.end()) found->second->committed = revision;
}

absl::StatusOr<std::shared_ptr<const Generations::Published>> Generations::Current(
    const std::string& alliance) {
  const std::shared_ptr<Book> book = BookOf(alliance);
  absl::MutexLock lock(&book->mutex);
  // Before the view is made, which may be newer.
  const std::int64_t committed = book->committed;
  if (book->seen == committed && book->published != nullptr) return book->published;

  const auto view = store_.View();
  const auto last = LastPublication(*view, alliance);
  if (!last.ok()) return last.status();
  if (!last->has_value()) {
    book->published = nullptr;
    const absl::Status there = IsThere(*view, alliance);
    return there.ok() ? NothingIsCurrent(alliance) : there;
  }
  const stored::Publication& publication = **last;
  const auto kept = ReadGeneration(*view, {alliance, publication.generation()});
  if (!kept.ok()) return kept.status();
  const bool is_known = book->published != nullptr &&
                        book->create_revision == kept->create_revision &&
                        book->published->publication.sequence() == publication.sequence();
  if (!is_known) {
    auto lists = Load(*view, *kept, publication.generation());
    if (!lists.ok()) return lists.status();
    if (book->published != nullptr) {
      // It may well be compared with what comes after it.
      Keep({alliance, book->create_revision, book->published->lists});
    }
    book->published = std::make_shared<const Published>(Published{*std::move(lists), publication});
    book->create_revision = kept->create_revision;
  }
  book->seen = committed;
  return book->published;
}

void Generations::Prepare(const std::string& alliance, std::int64_t create_revision,
                          std::shared_ptr<const StoredLists> lists) {
  Keep({alliance, create_revision, std::move(lists)});
}

void Generations::Forget(const std::string& alliance) {
  absl::MutexLock lock(&mutex_);
  books_.erase(alliance);
  kept_.remove_if([&alliance](const KeptLists& lists) { return lists.alliance == alliance; });
}

absl::StatusOr<std::shared_ptr<const StoredLists>> Generations::Lists(const GenerationName& name) {
  const auto current = Current(name.alliance);
  if (name.generation == 0) {
    if (!current.ok()) return current.status();
    return (*current)->lists;
  }
  if (current.ok() && (*current)->lists->number() == name.generation) return (*current)->lists;
  if (!current.ok() && !absl::IsFailedPrecondition(current.status())) return current.status();
  const auto view = store_.View();
  const auto kept = ReadGeneration(*view, name);
  if (!kept.ok()) return kept.status();
  if (!kept->IsComplete()) return NotComplete(name);
  auto lists = Load(*view, *kept, current.ok() ? (*current)->lists->number() : 0);
  if (lists.ok()) Keep({name.alliance, kept->create_revision, *lists});
  return lists;
}

absl::StatusOr<std::vector<stored::Publication>> Generations::StepsAfter(
    const std::string& alliance, std::int64_t sequence) {
  const auto view = store_.View();
  const auto last = LastPublication(*view, alliance);
  if (!last.ok()) return last.status();
  if (sequence > (last->has_value() ? (*last)->sequence() : 0)) {
    return absl::OutOfRangeError(absl::StrCat("step ", sequence, " is yet to come"));
  }
  const auto gone = [&] {
    return absl::OutOfRangeError(
        absl::StrCat("the generations since step ", sequence,
                     " are no longer kept; read the lists anew and watch from now"));
  };
  auto generations = ReadGenerations(*view, alliance);
  if (!generations.ok()) return generations.status();
  absl::flat_hash_set<int> kept = {0};  // Before the first step there is none.
  for (const KeptGeneration& generation : *generations) kept.insert(generation.name.generation);

  std::vector<stored::Publication> steps;
  const auto cursor = view->Scan(alliance, Collection::kPublication, "");
  storage::Record record;
  std::int64_t next = last->has_value() ? (*last)->sequence() : 0;
  for (; next > sequence; --next) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return gone();
    stored::Publication step;
    if (!step.ParseFromString(record.payload)) {
      return absl::DataLossError("a step of what is current cannot be read");
    }
    if (step.sequence() != next || !kept.contains(step.generation()) ||
        !kept.contains(step.previous())) {
      return gone();
    }
    steps.push_back(std::move(step));
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

absl::StatusOr<stored::GenerationCauses> Generations::Causes(const GenerationName& name) {
  const auto view = store_.View();
  GenerationName meant = name;
  if (meant.generation == 0) {
    const auto current = CurrentGeneration(*view, name.alliance);
    if (!current.ok()) return current.status();
    meant.generation = *current;
    if (*current == 0) return NothingIsCurrent(name.alliance);
  }
  const auto kept = ReadGeneration(*view, meant);
  if (!kept.ok()) return kept.status();
  if (!kept->IsComplete()) return NotComplete(meant);
  return ReadCauses(*view, meant);
}

std::shared_ptr<Generations::Book> Generations::BookOf(const std::string& alliance) {
  absl::MutexLock lock(&mutex_);
  std::shared_ptr<Book>& book = books_[alliance];
  if (book == nullptr) book = std::make_shared<Book>();
  return book;
}

absl::StatusOr<std::shared_ptr<const StoredLists>> Generations::Load(const storage::ReadView& view,
                                                                     const KeptGeneration& kept,
                                                                     int current) {
  {
    absl::MutexLock lock(&mutex_);
    const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const KeptLists& lists) {
      return lists.create_revision == kept.create_revision && lists.alliance == kept.name.alliance;
    });
    if (found != kept_.end()) return found->lists;
  }
  return ReadLists(view, kept, current);
}

void Generations::Keep(KeptLists lists) {
  absl::MutexLock lock(&mutex_);
  kept_.remove_if([&](const KeptLists& other) {
    return other.create_revision == lists.create_revision && other.alliance == lists.alliance;
  });
  kept_.push_front(std::move(lists));
  if (kept_.size() > kMostKept) kept_.pop_back();
}

}  // namespace counterpoint::service
