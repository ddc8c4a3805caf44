#include "service/staff_rules/rules_in_force.h"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "counterpoint/v1/staff_rule.pb.h"
#include "service/conversion/staff_rule_record.h"
#include "service/tokens/fingerprint.h"

namespace counterpoint::service {
namespace {

// The rules that nobody has ended, in order of id, whether expired or not.
using OpenRules = std::vector<v1::StaffRule>;

absl::StatusOr<OpenRules> ReadOpenRules(const storage::ReadView& view,
                                        const std::string& alliance) {
  OpenRules rules;
  const auto cursor = view.Scan(alliance, storage::Collection::kStaffRule, "");
  storage::Record record;
  for (;;) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return rules;
    auto rule = conversion::StaffRuleOf(alliance, record, absl::InfinitePast());
    if (!rule.ok()) return rule.status();
    if (rule->state() != v1::StaffRule::ENDED) rules.push_back(*std::move(rule));
  }
}

// Rules as they count from one moment to another, with the topics of one state of
// the alliance.
struct Compilation {
  std::shared_ptr<const CompiledRules> compiled;  // Null: none has been made.
  std::uint64_t thesaurus = 0;
  absl::Time from;

  bool IsFor(const KnownAlliance& alliance, absl::Time now) const {
    return compiled != nullptr && thesaurus == alliance.thesaurus_fingerprint && from <= now &&
           now < compiled->until;
  }
};

Compilation Compile(const OpenRules& open, const KnownAlliance& alliance, absl::Time now) {
  CompiledRules made;
  made.fingerprint = kFingerprintSeed;
  Compilation compilation;
  compilation.thesaurus = alliance.thesaurus_fingerprint;
  compilation.from = absl::InfinitePast();
  std::vector<matching::StaffRule> rules;
  for (const v1::StaffRule& rule : open) {
    const absl::Time expiry = conversion::ExpiryOf(rule);
    if (expiry <= now) {
      compilation.from = std::max(compilation.from, expiry);
      continue;
    }
    made.until = std::min(made.until, expiry);
    made.fingerprint = Fingerprint(rule.name(), made.fingerprint);
    made.fingerprint = Fingerprint(conversion::PayloadOf(rule), made.fingerprint);
    for (matching::StaffRule& one : conversion::MatchingRulesOf(*alliance.thesaurus, rule)) {
      rules.push_back(std::move(one));
    }
  }
  made.rules = matching::StaffRules(std::move(rules));
  compilation.compiled = std::make_shared<const CompiledRules>(std::move(made));
  return compilation;
}

}  // namespace

// What is known of one alliance.
struct RulesInForce::Book {
  std::atomic<std::int64_t> announced{0};  // The latest revision that was committed.
  absl::Mutex mutex;
  std::int64_t read ABSL_GUARDED_BY(mutex) = -1;  // The revision that `open` is of.
  OpenRules open ABSL_GUARDED_BY(mutex);
  Compilation compilation ABSL_GUARDED_BY(mutex);
  // The snapshot that was given out last, and what it was made of.
  std::weak_ptr<const IndexSnapshot> base ABSL_GUARDED_BY(mutex);
  std::weak_ptr<const IndexSnapshot> ruled ABSL_GUARDED_BY(mutex);
};

struct RulesInForce::Books {
  absl::Mutex mutex;
  absl::flat_hash_map<std::string, std::unique_ptr<Book>> by_alliance ABSL_GUARDED_BY(mutex);
};

RulesInForce::RulesInForce(storage::Store& store, AllianceReader& alliances)
    : store_(store), alliances_(alliances), books_(std::make_unique<Books>()) {}

RulesInForce::~RulesInForce() = default;

RulesInForce::Book& RulesInForce::BookOf(const std::string& alliance) {
  absl::MutexLock lock(&books_->mutex);
  std::unique_ptr<Book>& book = books_->by_alliance[alliance];
  if (book == nullptr) book = std::make_unique<Book>();
  return *book;
}

void RulesInForce::OnCommit(absl::string_view alliance, std::int64_t revision) {
  absl::MutexLock lock(&books_->mutex);
  // An alliance without a book is read when somebody asks.
  const auto found = books_->by_alliance.find(alliance);
  if (found != books_->by_alliance.end()) found->second->announced.store(revision);
}

absl::StatusOr<std::shared_ptr<const CompiledRules>> RulesInForce::Now(const std::string& alliance,
                                                                       absl::Time now) {
  const auto known = alliances_.Find(*store_.View(), alliance);
  if (!known.ok()) return known.status();
  return Now(**known, now);
}

absl::StatusOr<std::shared_ptr<const CompiledRules>> RulesInForce::Now(
    const KnownAlliance& alliance, absl::Time now) {
  Book& book = BookOf(alliance.id);
  absl::MutexLock lock(&book.mutex);
  if (book.read < 0 || book.read < book.announced.load()) {
    const auto view = store_.View();
    const auto revision = view->Revision(alliance.id);
    if (!revision.ok()) return revision.status();
    auto open = ReadOpenRules(*view, alliance.id);
    if (!open.ok()) return open.status();
    const bool is_same = std::equal(
        open->begin(), open->end(), book.open.begin(), book.open.end(),
        [](const v1::StaffRule& a, const v1::StaffRule& b) {
          return a.name() == b.name() && a.create_time().seconds() == b.create_time().seconds() &&
                 a.create_time().nanos() == b.create_time().nanos();
        });
    if (!is_same) {
      book.open = *std::move(open);
      book.compilation = {};
    }
    book.read = *revision;
  }
  if (!book.compilation.IsFor(alliance, now)) {
    book.compilation = Compile(book.open, alliance, now);
  }
  return book.compilation.compiled;
}

absl::StatusOr<Snapshot> RulesInForce::WithRules(Snapshot snapshot, absl::Time now) {
  auto rules = Now(*snapshot->alliance, now);
  if (!rules.ok()) return rules.status();
  if ((*rules)->rules.empty()) return snapshot;
  Book& book = BookOf(snapshot->alliance->id);
  absl::MutexLock lock(&book.mutex);
  Snapshot ruled = book.ruled.lock();
  if (ruled != nullptr && ruled->rules == *rules && book.base.lock() == snapshot) return ruled;
  auto made = std::make_shared<IndexSnapshot>(*snapshot);
  made->rules = *std::move(rules);
  book.base = snapshot;
  book.ruled = made;
  return Snapshot(std::move(made));
}

}  // namespace counterpoint::service
