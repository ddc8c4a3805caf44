#include "service/alliances/known_alliance.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/conversion/alliance_record.h"
#include "service/conversion/policy.h"
#include "service/conversion/topic.h"
#include "service/tokens/fingerprint.h"

namespace counterpoint::service {
namespace {

// Alliances with many topics of their own weigh a few megabytes.
constexpr std::size_t kMaxKept = 1000;

bool SameTopics(const v1::Alliance& a, const v1::Alliance& b) {
  if (a.topics_size() != b.topics_size()) return false;
  for (int i = 0; i < a.topics_size(); ++i) {
    if (RequestBytes(a.topics(i)) != RequestBytes(b.topics(i))) return false;
  }
  return true;
}

absl::Status SetThesaurus(const KnownAlliance* before, KnownAlliance& known) {
  if (before != nullptr && SameTopics(before->stored, known.stored)) {
    known.thesaurus = before->thesaurus;
    known.thesaurus_fingerprint = before->thesaurus_fingerprint;
    return absl::OkStatus();
  }
  auto thesaurus = known.stored.topics().empty() ? matching::Thesaurus::BuiltIn()
                                                 : conversion::ThesaurusOf(known.stored);
  if (!thesaurus.ok()) {
    return absl::DataLossError(
        absl::StrCat("the topics of alliance \"", known.id,
                     "\" make no thesaurus: ", thesaurus.status().message()));
  }
  known.thesaurus = *std::move(thesaurus);
  known.thesaurus_fingerprint = ThesaurusFingerprint(*known.thesaurus);
  return absl::OkStatus();
}

}  // namespace

std::int64_t PolicyVersion(const v1::Alliance& stored, std::int64_t record_revision) {
  return stored.policy().version() != 0 ? stored.policy().version() : record_revision;
}

absl::StatusOr<v1::Alliance> ShownAlliance(absl::string_view alliance,
                                           const storage::Record& record, std::int64_t revision) {
  auto shown = conversion::AllianceOf(alliance, record, revision);
  if (shown.ok()) shown->mutable_policy()->set_version(PolicyVersion(*shown, record.revision));
  return shown;
}

absl::StatusOr<AllianceReader::Entry> AllianceReader::Find(const storage::ReadView& view,
                                                           absl::string_view alliance) {
  auto record = view.Get(alliance, storage::Collection::kAlliance, "");
  if (!record.ok()) return record.status();
  const Entry kept = Kept(alliance);
  if (kept != nullptr && kept->record.revision == record->revision) return kept;

  auto stored = conversion::StoredAllianceOf(alliance, *record);
  if (!stored.ok()) return stored.status();
  auto known = std::make_shared<KnownAlliance>();
  known->id = std::string(alliance);
  known->record = *std::move(record);
  known->stored = *std::move(stored);
  known->policy = conversion::PolicyOf(known->stored.policy());
  known->policy.version = PolicyVersion(known->stored, known->record.revision);
  const absl::Status status = SetThesaurus(kept.get(), *known);
  if (!status.ok()) return status;
  Keep(known);
  return known;
}

AllianceReader::Entry AllianceReader::Kept(absl::string_view alliance) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = kept_.find(alliance);
  return found == kept_.end() ? nullptr : found->second;
}

void AllianceReader::Keep(const Entry& entry) {
  absl::MutexLock lock(&mutex_);
  if (kept_.size() >= kMaxKept) kept_.clear();
  kept_[entry->id] = entry;
}

}  // namespace counterpoint::service
