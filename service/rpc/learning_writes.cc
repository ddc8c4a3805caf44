#include "service/rpc/learning_writes.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/conversion/alliance_record.h"
#include "service/conversion/timestamp.h"
#include "service/learning/proposal_store.h"
#include "service/rpc/request_check.h"
#include "service/validation/normal_form.h"

namespace counterpoint::service {
namespace {

// The proposal as the request decides it. Errors: FAILED_PRECONDITION.
template <typename Request>
absl::StatusOr<v1::PolicyProposal> Decided(const v1::PolicyProposal& proposal,
                                           v1::PolicyProposal::State state,
                                           const Request& request, absl::Time now) {
  if (proposal.state() != v1::PolicyProposal::PROPOSED) {
    return absl::FailedPreconditionError(
        absl::StrCat(proposal.name(), " is ", v1::PolicyProposal::State_Name(proposal.state()),
                     " already, by ", proposal.decide_author()));
  }
  v1::PolicyProposal decided = proposal;
  decided.set_state(state);
  decided.set_decide_author(request.author());
  decided.set_decide_reason(request.reason());
  *decided.mutable_decide_time() = conversion::ToTimestamp(now);
  return decided;
}

absl::Status Commit(const Backend& backend, const std::string& alliance,
                    std::vector<storage::Write> writes) {
  storage::CommitRequest commit;
  commit.alliance = alliance;
  commit.writes = std::move(writes);
  return backend.store.Commit(std::move(commit)).status();
}

// The alliance with the model that was learnt in its policy.
storage::Write PutOf(const KnownAlliance& known, const v1::PolicyProposal& proposal) {
  v1::Alliance updated = known.stored;
  *updated.mutable_policy()->mutable_acceptance() = proposal.policy().acceptance();
  // Its version is the revision of this commit.
  updated.mutable_policy()->clear_version();
  validation::Normalise(updated);
  storage::Write write;
  write.collection = storage::Collection::kAlliance;
  write.payload = conversion::PayloadOf(updated);
  write.precondition = storage::Precondition::AtRevision(known.record.revision);
  return write;
}

}  // namespace

absl::StatusOr<v1::PolicyProposal> LearningWrites::Adopt(
    const v1::AdoptPolicyProposalRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = *conversion::ParsePolicyProposalName(request.name());
  absl::MutexLock lock(&backend_.locks.Of(name.alliance));
  const auto view = backend_.store.View();
  const auto kept = ReadProposal(*view, name);
  if (!kept.ok()) return kept.status();
  const auto known = FindAlliance(backend_, *view, name.alliance);
  if (!known.ok()) return known.status();
  const auto decided =
      Decided(kept->proposal, v1::PolicyProposal::ADOPTED, request, backend_.clock());
  if (!decided.ok()) return decided.status();
  if ((*known)->policy.version != decided->base_policy_version()) {
    return absl::AbortedError(absl::StrCat(
        "the policy of ", conversion::FormatAllianceName(name.alliance), " has version ",
        (*known)->policy.version, ", and ", request.name(), " was learnt beside version ",
        decided->base_policy_version(), "; learn anew"));
  }
  const absl::Status committed =
      Commit(backend_, name.alliance,
             {PutOf(**known, *decided),
              PutOf(name, *decided, storage::Precondition::AtRevision(kept->revision))});
  if (!committed.ok()) return committed;
  return *decided;
}

absl::StatusOr<v1::PolicyProposal> LearningWrites::Reject(
    const v1::RejectPolicyProposalRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto name = *conversion::ParsePolicyProposalName(request.name());
  // Alone, so that it is not adopted at the same time.
  absl::MutexLock lock(&backend_.locks.Of(name.alliance));
  const auto kept = ReadProposal(*backend_.store.View(), name);
  if (!kept.ok()) return kept.status();
  const auto decided =
      Decided(kept->proposal, v1::PolicyProposal::REJECTED, request, backend_.clock());
  if (!decided.ok()) return decided.status();
  const absl::Status committed =
      Commit(backend_, name.alliance,
             {PutOf(name, *decided, storage::Precondition::AtRevision(kept->revision))});
  if (!committed.ok()) return committed;
  return *decided;
}

}  // namespace counterpoint::service
