#include "service/feedback/feedback.h"

#include <atomic>
#include <set>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "service/conversion/interaction_record.h"
#include "service/conversion/timestamp.h"
#include "service/errors/resource_errors.h"
#include "service/feedback/fact_columns.h"
#include "service/feedback/pair_bonds.h"
#include "service/feedback/pair_consents.h"
#include "service/tokens/attribution_token.h"

namespace counterpoint::service {
namespace {

using storage::Collection;

constexpr std::size_t kChangesPage = 10'000;

std::uint8_t DetailOf(const v1::Interaction& stored) {
  switch (stored.kind()) {
    case v1::RATED:
      return static_cast<std::uint8_t>(stored.rating());
    case v1::DECLINED:
      return static_cast<std::uint8_t>(stored.decline_reason());
    case v1::AGREEMENT_SIGNED:
      return static_cast<std::uint8_t>(stored.value_band());
    default:
      return 0;
  }
}

// Errors: DATA_LOSS.
absl::StatusOr<InteractionFact> FactOf(absl::string_view alliance, const storage::Record& record,
                                       FactColumns& columns) {
  const auto stored = conversion::StoredInteractionOf(alliance, record);
  if (!stored.ok()) return stored.status();
  InteractionFact fact;
  fact.occurred = absl::ToUnixSeconds(
      stored->has_occur_time() ? conversion::ToTime(stored->occur_time()) : record.create_time);
  fact.member = columns.MemberNumber(stored->member());
  fact.partner = columns.MemberNumber(stored->partner());
  fact.staff_rule = columns.RuleNumber(stored->staff_rule());
  fact.place = static_cast<std::uint16_t>(stored->place());
  fact.kind = static_cast<std::uint8_t>(stored->kind());
  fact.detail = DetailOf(*stored);
  fact.member_asked = true;
  if (stored->attribution_token().empty()) return fact;
  if (const auto token = DecodeAttributionToken(stored->attribution_token())) {
    fact.generation = GenerationOf(*token);
    fact.policy_version = token->policy_version;
    fact.member_asked = token->member == stored->member();
  }
  return fact;
}

}  // namespace

// Of one alliance.
class Feedback::Book {
 public:
  // Whether everything up to a revision that was announced is in it. False until
  // it has been read.
  bool IsUpToDate() const ABSL_SHARED_LOCKS_REQUIRED(mutex) {
    return shelf_ != nullptr && shelf_->columns.revision() >= announced;
  }

  // Errors: NOT_FOUND, those of the store.
  absl::Status CatchUp(storage::Store& store, const std::string& alliance, const Report& report)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);

  std::shared_ptr<const KeptApart> kept_apart() const ABSL_SHARED_LOCKS_REQUIRED(mutex) {
    return kept_apart_;
  }

  absl::flat_hash_set<std::string> ConsentsOf(absl::string_view member) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex);

  // The facts, which stay as they are until the reader is gone.
  class Reader;

  absl::Mutex mutex;
  std::atomic<std::int64_t> announced = 0;  // Revision of the last commit since it was made.

 private:
  struct Shelf {
    FactColumns columns;
    std::atomic<int> readers = 0;
  };

  absl::Status ReadAll(const storage::ReadView& view, const std::string& alliance,
                       const Report& report) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);
  // Errors: also OUT_OF_RANGE; what is in it is then as good as before.
  absl::Status ReadChanges(const storage::ReadView& view, const std::string& alliance,
                           const Report& report) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);
  // As the record says it; one that cannot be read is reported and taken out.
  void Take(const std::string& alliance, const storage::Record& record, const Report& report)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);
  void TakeIn(absl::string_view id, const InteractionFact& fact)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);
  void TakeOut(absl::string_view id) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);
  void Untie(const InteractionFact& fact) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);
  // Makes what has changed of pairs known.
  void Publish(std::int64_t revision) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);

  std::shared_ptr<Shelf> shelf_ ABSL_GUARDED_BY(mutex);  // Null until it is read.
  PairBonds bonds_ ABSL_GUARDED_BY(mutex);
  PairConsents consents_ ABSL_GUARDED_BY(mutex);
  absl::flat_hash_set<NumberedPair> changed_ ABSL_GUARDED_BY(mutex);  // Since Publish().
  std::shared_ptr<const KeptApart> kept_apart_ ABSL_GUARDED_BY(mutex);
};

class Feedback::Book::Reader {
 public:
  explicit Reader(const Book& book) ABSL_SHARED_LOCKS_REQUIRED(book.mutex) : shelf_(book.shelf_) {
    shelf_->readers.fetch_add(1, std::memory_order_relaxed);
  }
  ~Reader() { shelf_->readers.fetch_sub(1, std::memory_order_release); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  const InteractionFacts& facts() const { return shelf_->columns; }

 private:
  const std::shared_ptr<Shelf> shelf_;
};

absl::Status Feedback::Book::CatchUp(storage::Store& store, const std::string& alliance,
                                     const Report& report) {
  const auto view = store.View();
  if (shelf_ != nullptr) {
    const absl::Status read = ReadChanges(*view, alliance, report);
    if (!absl::IsOutOfRange(read)) return read;
  }
  return ReadAll(*view, alliance, report);
}

absl::Status Feedback::Book::ReadAll(const storage::ReadView& view, const std::string& alliance,
                                     const Report& report) {
  shelf_ = nullptr;
  const auto exists = view.Get(alliance, Collection::kAlliance, "");
  if (absl::IsNotFound(exists.status())) return AllianceNotFound(alliance);
  if (!exists.ok()) return exists.status();
  const auto revision = view.Revision(alliance);
  if (!revision.ok()) return revision.status();
  bonds_ = {};
  consents_ = {};
  changed_.clear();
  kept_apart_ = std::make_shared<const KeptApart>();
  shelf_ = std::make_shared<Shelf>();
  const auto records = view.Scan(alliance, Collection::kInteraction, "");
  storage::Record record;
  absl::Status read;
  for (;;) {
    const auto more = records->Next(record);
    read = more.status();
    if (!read.ok() || !*more) break;
    Take(alliance, record, report);
  }
  if (read.ok()) {
    Publish(*revision);
  } else {
    shelf_ = nullptr;
  }
  return read;
}

absl::Status Feedback::Book::ReadChanges(const storage::ReadView& view, const std::string& alliance,
                                         const Report& report) {
  const auto revision = view.Revision(alliance);
  if (!revision.ok()) return revision.status();
  std::set<std::string> ids;  // In order, so that the same history gives the same numbers.
  for (std::int64_t after = shelf_->columns.revision(); after < *revision;) {
    const auto page = view.ChangesAfter(alliance, after, kChangesPage);
    if (!page.ok()) return page.status();
    if (page->empty()) break;
    after = page->back().revision;
    for (const storage::Change& change : *page) {
      if (change.collection == Collection::kInteraction) ids.insert(change.id);
    }
  }
  // Whoever reads the facts goes on with those that it has.
  if (!ids.empty() && shelf_->readers.load(std::memory_order_acquire) > 0) {
    auto copy = std::make_shared<Shelf>();
    copy->columns = shelf_->columns;
    shelf_ = std::move(copy);
  }
  for (const std::string& id : ids) {
    const auto record = view.Get(alliance, Collection::kInteraction, id);
    if (absl::IsNotFound(record.status())) {
      TakeOut(id);
      continue;
    }
    if (!record.ok()) return record.status();
    Take(alliance, *record, report);
  }
  Publish(*revision);
  return absl::OkStatus();
}

void Feedback::Book::Take(const std::string& alliance, const storage::Record& record,
                          const Report& report) {
  const auto fact = FactOf(alliance, record, shelf_->columns);
  if (fact.ok()) return TakeIn(record.id, *fact);
  TakeOut(record.id);
  report(alliance, absl::Status(fact.status().code(),
                                absl::StrCat(fact.status().message(),
                                             "; it keeps nobody apart and is not counted until "
                                             "it is deleted and recorded anew")));
}

void Feedback::Book::TakeIn(absl::string_view id, const InteractionFact& fact) {
  const auto before = shelf_->columns.Put(id, fact);
  if (before) Untie(*before);
  if (PairConsents::Matters(fact.kind)) consents_.Add(fact);
  if (!PairBonds::KeepsApart(fact.kind)) return;
  bonds_.Add(fact);
  changed_.insert(NumberedPair::Of(fact));
}

void Feedback::Book::TakeOut(absl::string_view id) {
  const auto before = shelf_->columns.Remove(id);
  if (before) Untie(*before);
}

void Feedback::Book::Untie(const InteractionFact& fact) {
  if (PairConsents::Matters(fact.kind)) consents_.Remove(fact);
  if (!PairBonds::KeepsApart(fact.kind)) return;
  bonds_.Remove(fact);
  changed_.insert(NumberedPair::Of(fact));
}

void Feedback::Book::Publish(std::int64_t revision) {
  FactColumns& columns = shelf_->columns;
  columns.set_revision(revision);
  std::vector<KeptApart::Change> changes;
  for (const NumberedPair& pair : changed_) {
    changes.push_back({columns.member(pair.first), columns.member(pair.second), bonds_.Of(pair)});
  }
  changed_.clear();
  if (changes.empty()) return;
  kept_apart_ = std::make_shared<const KeptApart>(kept_apart_->With(changes, revision));
}

absl::flat_hash_set<std::string> Feedback::Book::ConsentsOf(absl::string_view member) const {
  absl::flat_hash_set<std::string> ids;
  const auto number = shelf_->columns.FindMember(member);
  if (!number.has_value()) return ids;
  for (const std::uint32_t partner : consents_.Of(*number)) {
    ids.insert(shelf_->columns.member(partner));
  }
  return ids;
}

struct Feedback::Books {
  absl::Mutex mutex;
  absl::flat_hash_map<std::string, std::shared_ptr<Book>> by_alliance ABSL_GUARDED_BY(mutex);

  std::shared_ptr<Book> Find(absl::string_view alliance) ABSL_LOCKS_EXCLUDED(mutex) {
    absl::ReaderMutexLock lock(&mutex);
    const auto found = by_alliance.find(alliance);
    return found == by_alliance.end() ? nullptr : found->second;
  }
  std::shared_ptr<Book> FindOrAdd(absl::string_view alliance) ABSL_LOCKS_EXCLUDED(mutex) {
    if (auto found = Find(alliance)) return found;
    absl::MutexLock lock(&mutex);
    auto& book = by_alliance[alliance];
    if (book == nullptr) book = std::make_shared<Book>();
    return book;
  }
  // Whoever has it still gets what is right, but commits are no longer announced
  // to it: nobody may come to it later.
  void Forget(absl::string_view alliance, const std::shared_ptr<Book>& book)
      ABSL_LOCKS_EXCLUDED(mutex) {
    absl::MutexLock lock(&mutex);
    const auto found = by_alliance.find(alliance);
    if (found != by_alliance.end() && found->second == book) by_alliance.erase(found);
  }
};

Feedback::Feedback(storage::Store& store, Report report)
    : store_(store), report_(std::move(report)), books_(std::make_unique<Books>()) {}

Feedback::~Feedback() = default;

void Feedback::OnCommit(absl::string_view alliance, std::int64_t revision) {
  // One that nobody has asked for yet will be read as it is then.
  if (const auto book = books_->Find(alliance)) book->announced = revision;
}

absl::Status Feedback::WithBook(const std::string& alliance, absl::FunctionRef<void(Book&)> use) {
  const auto book = books_->FindOrAdd(alliance);
  {
    absl::ReaderMutexLock lock(&book->mutex);
    if (book->IsUpToDate()) {
      use(*book);
      return absl::OkStatus();
    }
  }
  absl::Status caught_up;
  {
    absl::MutexLock lock(&book->mutex);
    if (!book->IsUpToDate()) caught_up = book->CatchUp(store_, alliance, report_);
    if (caught_up.ok()) use(*book);
  }
  if (absl::IsNotFound(caught_up)) books_->Forget(alliance, book);
  return caught_up;
}

absl::StatusOr<std::shared_ptr<const KeptApart>> Feedback::KeptApartNow(
    const std::string& alliance) {
  std::shared_ptr<const KeptApart> kept_apart;
  const absl::Status read = WithBook(alliance, [&](Book& book) {
    book.mutex.AssertReaderHeld();
    kept_apart = book.kept_apart();
  });
  if (!read.ok()) return read;
  return kept_apart;
}

absl::StatusOr<absl::flat_hash_set<std::string>> Feedback::ConsentsOf(const std::string& alliance,
                                                                      absl::string_view member) {
  absl::flat_hash_set<std::string> consents;
  const absl::Status read = WithBook(alliance, [&](Book& book) {
    book.mutex.AssertReaderHeld();
    consents = book.ConsentsOf(member);
  });
  if (!read.ok()) return read;
  return consents;
}

absl::Status Feedback::ReadFacts(const std::string& alliance,
                                 absl::FunctionRef<void(const InteractionFacts&)> read) {
  std::unique_ptr<const Book::Reader> reader;
  const absl::Status caught_up = WithBook(alliance, [&](Book& book) {
    book.mutex.AssertReaderHeld();
    reader = std::make_unique<const Book::Reader>(book);
  });
  if (!caught_up.ok()) return caught_up;
  read(reader->facts());
  return absl::OkStatus();
}

}  // namespace counterpoint::service
