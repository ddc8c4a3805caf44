#include "service/recommendations/refresh_inputs.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "matching/text/analyzer.h"
#include "service/conversion/policy.h"
#include "service/conversion/stored_bytes.h"
#include "service/errors/resource_errors.h"
#include "service/learning/proposal_store.h"
#include "service/tokens/fingerprint.h"

namespace counterpoint::service {
namespace {

using storage::Collection;

constexpr absl::Duration kStopCheck = absl::Milliseconds(100);
constexpr int kTries = 5;
constexpr std::size_t kLogPage = 1000;

// The alliance once its index has the revision.
absl::StatusOr<Snapshot> AwaitSnapshot(const Backend& backend, const std::string& alliance,
                                       std::int64_t revision, const OperationControl& control) {
  while (!control.Stopped()) {
    if (!backend.live_index.AwaitRevision(alliance, revision, kStopCheck)) continue;
    auto snapshot = backend.live_index.Current(alliance);
    if (!absl::IsUnavailable(snapshot.status())) return snapshot;
  }
  return absl::CancelledError("nobody waits for it any more");
}

// Whether anything that lists depend on was committed after the revision.
absl::StatusOr<bool> HasChangedSince(const storage::ReadView& view, const std::string& alliance,
                                     std::int64_t revision) {
  for (;;) {
    const auto changes = view.ChangesAfter(alliance, revision, kLogPage);
    if (absl::IsOutOfRange(changes.status())) return true;
    if (!changes.ok()) return changes.status();
    if (changes->empty()) return false;
    for (const storage::Change& change : *changes) {
      const bool counts = change.collection == Collection::kMember ||
                          change.collection == Collection::kInteraction ||
                          change.collection == Collection::kStaffRule ||
                          change.collection == Collection::kAlliance;
      if (counts) return true;
    }
    revision = changes->back().revision;
  }
}

// Of all that the score of a pair and the floor depend on, and of how texts are
// analysed and embedded.
std::uint64_t ScoreFingerprint(const RefreshInputs& inputs) {
  v1::Policy message = conversion::MessageOf(inputs.policy);
  message.clear_version();
  message.clear_diversity();
  message.clear_exposure();
  message.clear_acceptance();
  const std::string texts =
      absl::StrCat(matching::Analyzer::kVersion, "/", inputs.embedding_model, "/");
  return Fingerprint(conversion::StoredBytesOf(message), Fingerprint(texts));
}

// Of how lists are made from candidates.
std::uint64_t ArrangementFingerprint(const RefreshInputs& inputs, std::size_t list_size) {
  const v1::Policy policy = conversion::MessageOf(inputs.policy);
  v1::Policy message;
  message.set_diversity(policy.diversity());
  if (policy.has_exposure()) *message.mutable_exposure() = policy.exposure();
  if (policy.has_acceptance()) *message.mutable_acceptance() = policy.acceptance();
  return Fingerprint(conversion::StoredBytesOf(message), Fingerprint(absl::StrCat(list_size, "/")));
}

}  // namespace

absl::StatusOr<RefreshInputs> ReadRefreshInputs(const Backend& backend, const std::string& alliance,
                                                const std::string& proposal, absl::Time as_of,
                                                const OperationControl& control) {
  RefreshInputs inputs;
  inputs.as_of = as_of;
  if (backend.embedder != nullptr) inputs.embedding_model = backend.embedder->model();
  std::shared_ptr<const KeptApart> kept_apart;
  for (int tries = 0; tries < kTries; ++tries) {
    const auto revision = backend.store.View()->Revision(alliance);
    if (!revision.ok()) return revision.status();
    auto snapshot = AwaitSnapshot(backend, alliance, *revision, control);
    if (!snapshot.ok()) return snapshot.status();
    inputs.snapshot = *std::move(snapshot);
    inputs.revision = inputs.snapshot->index->revision();
    auto apart = backend.feedback.KeptApartNow(alliance);
    if (!apart.ok()) return apart.status();
    kept_apart = *std::move(apart);
    auto rules = backend.staff_rules.Now(*inputs.snapshot->alliance, as_of);
    if (!rules.ok()) return rules.status();
    inputs.rules = *std::move(rules);
    const auto changed = HasChangedSince(*backend.store.View(), alliance, inputs.revision);
    if (!changed.ok()) return changed.status();
    if (!*changed) break;
  }
  inputs.policy = inputs.snapshot->alliance->policy;
  if (!proposal.empty()) {
    const auto kept =
        ReadProposal(*backend.store.View(), *conversion::ParsePolicyProposalName(proposal));
    if (!kept.ok()) return kept.status();
    inputs.policy = conversion::PolicyOf(kept->proposal.policy());
  }
  for (const auto& member : inputs.snapshot->index->All()) {
    if (inputs.snapshot->catalog->Find(member->id)->missing_embeddings > 0) {
      inputs.unembedded.push_back(static_cast<std::uint32_t>(inputs.members.size()));
    }
    inputs.members.push_back(member->id);
  }
  inputs.excluded = ExcludedPairs(*kept_apart, inputs.members, as_of);
  return inputs;
}

absl::StatusOr<bool> RunsOutBetween(const Backend& backend, const std::string& alliance,
                                    absl::Time from, absl::Time to) {
  const auto apart = backend.feedback.KeptApartNow(alliance);
  if (!apart.ok()) return apart.status();
  if ((*apart)->Fingerprint(from) != (*apart)->Fingerprint(to)) return true;
  const auto before = backend.staff_rules.Now(alliance, from);
  if (!before.ok()) return before.status();
  const auto after = backend.staff_rules.Now(alliance, to);
  if (!after.ok()) return after.status();
  return (*before)->fingerprint != (*after)->fingerprint;
}

PositionPairs ExcludedPairs(const KeptApart& kept_apart, const std::vector<std::string>& members,
                            absl::Time as_of) {
  PositionPairs pairs;
  if (kept_apart.empty()) return pairs;
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (const KeptApart::Pair& pair : kept_apart.Of(members[i])) {
      if (pair.partner <= members[i] || !pair.Counts(as_of)) continue;
      const auto partner = std::lower_bound(members.begin(), members.end(), pair.partner);
      if (partner == members.end() || *partner != pair.partner) continue;
      pairs.emplace_back(static_cast<matching::MemberPosition>(i),
                         static_cast<matching::MemberPosition>(partner - members.begin()));
    }
  }
  return pairs;
}

std::uint64_t PartnershipsFingerprint(const matching::PartnerGraph& graph) {
  std::uint64_t hash = kFingerprintSeed;
  for (matching::PartnerGraph::Node node = 0; node < graph.members(); ++node) {
    hash = Fingerprint(graph.id(node), hash);
    for (const auto neighbour : graph.neighbours(node)) {
      hash = Fingerprint("/", hash);
      hash = Fingerprint(graph.id(neighbour), hash);
    }
    hash = Fingerprint("\n", hash);
  }
  return hash;
}

void PutFingerprints(const RefreshInputs& inputs, std::size_t list_size,
                     stored::GenerationRecord& record) {
  record.set_model_revision(inputs.snapshot->model_revision);
  record.set_policy(ScoreFingerprint(inputs));
  record.set_topics(inputs.snapshot->alliance->thesaurus_fingerprint);
  record.set_partnerships(PartnershipsFingerprint(*inputs.snapshot->index->partnerships()));
  record.set_staff_rules(inputs.rules->fingerprint);
  record.set_arrangement(ArrangementFingerprint(inputs, list_size));
  record.mutable_unembedded()->Assign(inputs.unembedded.begin(), inputs.unembedded.end());
}

}  // namespace counterpoint::service
