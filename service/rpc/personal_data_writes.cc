#include "service/rpc/personal_data_writes.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/access/bearer_token.h"
#include "service/audit/audited_call.h"
#include "service/conversion/etag.h"
#include "service/conversion/member_record.h"
#include "service/conversion/timestamp.h"
#include "service/personal_data/held_records.h"
#include "service/personal_data/kept_traces.h"
#include "service/rpc/idempotency.h"
#include "service/rpc/request_check.h"
#include "service/validation/personal_data_requests.h"

namespace counterpoint::service {
namespace {

constexpr int kPseudonymBytes = 8;
constexpr int kLooksWithoutLocks = 3;
// How long to wait for those that hold what is to go.
constexpr absl::Duration kPatience = absl::Seconds(30);
// How often to look whether anybody still waits for the answer.
constexpr absl::Duration kStopCheck = absl::Milliseconds(100);

std::vector<std::string> DisplayNamesOf(const v1::Member& member) {
  std::vector<std::string> names;
  for (const auto& [language, name] : member.display_name()) names.push_back(name);
  return names;
}

v1::EraseMemberResponse ResponseOf(const ErasureWrites& erasure,
                                   const std::map<std::string, std::int64_t>& kept) {
  v1::EraseMemberResponse response;
  response.mutable_removed()->insert(erasure.removed.begin(), erasure.removed.end());
  response.mutable_removed()->insert(kept.begin(), kept.end());
  response.mutable_rewritten()->insert(erasure.rewritten.begin(), erasure.rewritten.end());
  return response;
}

}  // namespace

// The order matters. The commit takes away what answers are made from, and its entry in
// the audit trail is the certificate. Then, once the index is without the member, all
// that remembers what was before lets go of it; and last the files are rewritten.
absl::StatusOr<v1::EraseMemberResponse> PersonalDataWrites::Erase(
    const v1::EraseMemberRequest& request, const std::function<bool()>& stop) const {
  validation::Violations violations;
  validation::Check(request, violations);
  if (!violations.empty()) return violations.ToStatus();
  auto committed = CommitOnce(request);
  for (int i = 1; i < kMaxAttempts && request.etag().empty() && LostRace(committed.status()) &&
                  !absl::IsNotFound(committed.status());
       ++i) {
    committed = CommitOnce(request);
  }
  if (!committed.ok()) return committed.status();
  const auto name = *conversion::ParseMemberName(request.name());

  const auto kept = RemoveKeptNow(name.alliance, *committed, request.validate_only());
  if (!kept.ok()) return kept.status();
  v1::EraseMemberResponse response = ResponseOf(committed->erasure, *kept);
  const bool nothing_held = response.removed().empty() && response.rewritten().empty();
  if (!request.validate_only()) {
    const absl::Status removed = RemoveRest(name.alliance, *committed, stop);
    if (!removed.ok()) return removed;
    if (!response.rewritten().empty()) response.set_pseudonym(committed->pseudonym);
    if (backup_age_ > absl::ZeroDuration()) {
      *response.mutable_backups_gone_time() =
          conversion::ToTimestamp(backend_.clock() + backup_age_);
    }
  }
  if (nothing_held) return MemberNotFound(name.alliance, name.member);
  return response;
}

absl::StatusOr<PersonalDataWrites::Committed> PersonalDataWrites::Prepare(
    const v1::EraseMemberRequest& request, const storage::ReadView& view) const {
  const auto name = *conversion::ParseMemberName(request.name());
  const auto known = FindAlliance(backend_, view, name.alliance);
  if (!known.ok()) return known.status();
  v1::Member profile;
  const auto record = view.Get(name.alliance, storage::Collection::kMember, name.member);
  if (record.ok()) {
    auto read = conversion::MemberOf(name.alliance, *record);
    if (!read.ok()) return read.status();
    profile = *std::move(read);
  } else if (!absl::IsNotFound(record.status())) {
    return record.status();
  }
  if (!request.etag().empty() &&
      (!record.ok() || conversion::RevisionOf(request.etag()) != record->revision)) {
    return StaleEtag(request.name());
  }
  const std::string pseudonym = absl::StrCat("erased-", RandomHex(kPseudonymBytes));
  MemberTraces traces(name.member, DisplayNamesOf(profile));
  auto erasure = WritesOfErasure(view, name.alliance, traces, pseudonym);
  if (!erasure.ok()) return erasure.status();
  const auto present = view.Revision(name.alliance);
  if (!present.ok()) return present.status();
  return Committed{std::move(traces), std::move(profile), *std::move(erasure), pseudonym, *present};
}

absl::StatusOr<PersonalDataWrites::Committed> PersonalDataWrites::CommitOnce(
    const v1::EraseMemberRequest& request) const {
  const std::string alliance = conversion::ParseMemberName(request.name())->alliance;
  // All who write wait while the locks are held. So all records are looked through before,
  // and then only those that have changed since.
  for (int i = 0; i < kLooksWithoutLocks; ++i) {
    auto prepared = Prepare(request, *backend_.store.View());
    if (!prepared.ok() || request.validate_only()) return prepared;
    absl::MutexLock session_lock(&backend_.session_locks.Of(alliance));
    absl::MutexLock lock(&backend_.locks.Of(alliance));
    const auto view = backend_.store.View();
    if (!IsStillAllThatIsHeld(*view, alliance, prepared->traces, prepared->revision)) continue;
    return CommitPrepared(alliance, *std::move(prepared));
  }
  absl::MutexLock session_lock(&backend_.session_locks.Of(alliance));
  absl::MutexLock lock(&backend_.locks.Of(alliance));
  auto prepared = Prepare(request, *backend_.store.View());
  if (!prepared.ok()) return prepared;
  return CommitPrepared(alliance, *std::move(prepared));
}

absl::StatusOr<PersonalDataWrites::Committed> PersonalDataWrites::CommitPrepared(
    const std::string& alliance, Committed prepared) const {
  auto counted = prepared.erasure.removed;
  for (const auto& [kind, count] : prepared.erasure.rewritten) {
    counted[absl::StrCat(kind, ", rewritten")] = count;
  }
  if (AuditedCall* call = AuditedCall::Current()) call->Conceal(counted);
  if (prepared.erasure.writes.empty()) return prepared;
  storage::CommitRequest commit;
  commit.alliance = alliance;
  commit.writes = prepared.erasure.writes;
  const auto result = backend_.store.Commit(std::move(commit));
  if (!result.ok()) {
    return LostRace(result.status()) ? absl::AbortedError(result.status().message())
                                     : result.status();
  }
  prepared.revision = result->revision;
  return prepared;
}

absl::StatusOr<std::map<std::string, std::int64_t>> PersonalDataWrites::RemoveKeptNow(
    const std::string& alliance, const Committed& committed, bool only_look) const {
  trail_.Flush();  // What is on its way there too.
  // The view goes with this call: who holds one keeps old bytes on the disk.
  const auto view = backend_.store.View();
  const auto derived = DerivedOf(*view, alliance, committed.traces, committed.profile);
  if (!derived.ok()) return derived.status();
  if (!only_look) {
    // Its words may be among those that the text model was learnt from.
    const absl::Status forgotten = backend_.live_index.ForgetModels(alliance, committed.revision);
    if (!forgotten.ok()) return forgotten;
  }
  return RemoveKept(trail_.store(), alliance, committed.traces, *derived, only_look);
}

absl::Status PersonalDataWrites::RemoveRest(const std::string& alliance, const Committed& committed,
                                            const std::function<bool()>& stop) const {
  absl::Time deadline = absl::Now() + kPatience;
  const auto give_up = [&] { return stop() || absl::Now() > deadline; };
  while (!backend_.live_index.AwaitRevision(alliance, committed.revision, kStopCheck)) {
    if (!give_up()) continue;
    return TryAgain("the member is deleted, but the index is not yet without it: repeat the call");
  }
  // From before this moment nothing is to be read any more.
  backend_.generations.Forget(alliance);
  backend_.pins.DropAll();
  absl::Status status = trail_.store().erasure().TrimChanges(alliance, committed.revision);
  // Also what came into being since it was looked for.
  if (status.ok()) status = RemoveKeptNow(alliance, committed, /*only_look=*/false).status();
  deadline = absl::Now() + kPatience;
  if (status.ok()) status = trail_.store().erasure().RewriteFiles(alliance, give_up);
  return status;
}

}  // namespace counterpoint::service
