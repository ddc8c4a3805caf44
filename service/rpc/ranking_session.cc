#include "service/rpc/ranking_session.h"

#include <memory>
#include <utility>

#include "service/conversion/timestamp.h"
#include "service/errors/resource_errors.h"
#include "service/live_index/member_loader.h"
#include "service/tokens/fingerprint.h"
#include "service/validation/violations.h"

namespace counterpoint::service {
namespace {

absl::Time WholeSecond(absl::Time time) { return absl::FromUnixSeconds(absl::ToUnixSeconds(time)); }

// Adds a member to `fresh` unless the snapshot has it as it is in the view.
absl::Status AddIfChanged(const Backend& backend, const storage::ReadView& view,
                          const IndexSnapshot& snapshot, const std::string& member,
                          std::vector<std::shared_ptr<const SnapshotMember>>& fresh) {
  const std::string& alliance = snapshot.alliance->id;
  const auto record = view.Get(alliance, storage::Collection::kMember, member);
  if (absl::IsNotFound(record.status())) return MemberNotFound(alliance, member);
  if (!record.ok()) return record.status();
  const MemberCatalog::Entry* indexed = snapshot.catalog->Find(member);
  if (indexed != nullptr && indexed->revision >= record->revision) return absl::OkStatus();
  auto loaded =
      LoadMember(*snapshot.alliance, *snapshot.analyzer, *record, "", view, backend.embedder);
  if (!loaded.ok()) return loaded.status();
  fresh.push_back(std::make_shared<const SnapshotMember>(std::move(loaded->member)));
  return absl::OkStatus();
}

v1::EmbeddingState EmbeddingStateOf(const RankingSession& session) {
  if (session.embedder == nullptr) return v1::EMBEDDING_STATE_UNSPECIFIED;
  const bool complete =
      session.need_vector != NeedVector::kMissing && MissingEmbeddings(*session.snapshot) == 0;
  if (complete) return v1::EMBEDDINGS_COMPLETE;
  return session.embedder->IsAway() ? v1::EMBEDDINGS_UNAVAILABLE : v1::EMBEDDINGS_INCOMPLETE;
}

absl::Status BadAttributionToken() {
  validation::Violations violations;
  violations.Add(validation::FieldPath("attribution_token"),
                 "must come from a list of this alliance");
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<RankingSession> BeginSession(const Backend& backend, const storage::ReadView& view,
                                            const std::string& alliance,
                                            const std::vector<std::string>& members) {
  auto snapshot = backend.live_index.Current(alliance);
  if (!snapshot.ok()) return snapshot.status();
  const absl::Time as_of = WholeSecond(backend.clock());
  snapshot = backend.staff_rules.WithRules(*std::move(snapshot), as_of);
  if (!snapshot.ok()) return snapshot.status();
  std::vector<std::shared_ptr<const SnapshotMember>> fresh;
  for (const std::string& member : members) {
    const absl::Status added = AddIfChanged(backend, view, **snapshot, member, fresh);
    if (!added.ok()) return added;
  }
  if (!fresh.empty()) {
    auto own = std::make_shared<IndexSnapshot>(**snapshot);
    own->fresh = std::move(fresh);
    *snapshot = std::move(own);
  }
  RankingSession session;
  if (!members.empty()) {
    auto kept_apart = backend.feedback.KeptApartNow(alliance);
    if (!kept_apart.ok()) return kept_apart.status();
    session.kept_apart = *std::move(kept_apart);
  }
  session.pin = backend.pins.Pin({*snapshot, session.kept_apart});
  session.snapshot = *std::move(snapshot);
  session.as_of = as_of;
  session.embedder = backend.embedder;
  return session;
}

absl::StatusOr<RankingSession> SessionOf(const Backend& backend, const storage::ReadView& view,
                                         const std::string& alliance,
                                         const std::vector<std::string>& members,
                                         absl::string_view page_token,
                                         const google::protobuf::Message& request) {
  const auto token = DecodePageToken(page_token, request);
  if (!token.ok()) return token.status();
  if (!token->has_value()) return BeginSession(backend, view, alliance, members);
  auto pinned = backend.pins.Pinned((*token)->pin);
  if (!pinned.ok() || pinned->snapshot->alliance->id != alliance) return ExpiredPageToken();
  RankingSession session;
  session.snapshot = std::move(pinned->snapshot);
  session.kept_apart = std::move(pinned->kept_apart);
  session.pin = (*token)->pin;
  session.as_of = absl::FromUnixSeconds((*token)->as_of);
  session.offset = (*token)->offset;
  session.embedder = backend.embedder;
  session.need_vector = (*token)->need_vector;
  return session;
}

absl::StatusOr<RankingSession> SessionOfToken(const Backend& backend, const std::string& alliance,
                                              absl::string_view attribution_token) {
  const auto token = DecodeAttributionToken(attribution_token);
  if (!token || token->alliance != alliance) return BadAttributionToken();
  if (GenerationOf(*token) != 0) {
    return absl::FailedPreconditionError(
        "attribution_token: is of a stored list, of which no snapshot is kept; leave the token "
        "out");
  }
  auto pinned = backend.pins.Pinned(token->pin);
  if (!pinned.ok() || pinned->snapshot->alliance->id != alliance) {
    return absl::FailedPreconditionError(
        "attribution_token: the snapshot of the list is no longer kept; leave the token out");
  }
  RankingSession session;
  session.snapshot = std::move(pinned->snapshot);
  session.kept_apart = std::move(pinned->kept_apart);
  session.pin = token->pin;
  session.as_of = absl::FromUnixSeconds(token->as_of);
  session.embedder = backend.embedder;
  return session;
}

absl::Status CoverNeed(const Backend& backend, const storage::ReadView& view,
                       RankingSession& session, matching::ListingProfile& need) {
  if (backend.embedder == nullptr) return absl::OkStatus();
  const std::string& alliance = session.snapshot->alliance->id;
  if (session.offset == 0) {
    const bool covered = backend.embedder->CoverNeed(view, alliance, need);
    session.need_vector = covered ? NeedVector::kThere : NeedVector::kMissing;
    return absl::OkStatus();
  }
  const bool kept = session.need_vector != NeedVector::kThere ||
                    backend.embedder->CoverNeedAgain(view, alliance, need);
  return kept ? absl::OkStatus() : ExpiredPageToken();
}

std::string NextPageToken(const RankingSession& session, std::size_t offset,
                          const google::protobuf::Message& request) {
  PageToken token;
  token.query = QueryFingerprint(request);
  token.pin = session.pin;
  token.as_of = absl::ToUnixSeconds(session.as_of);
  token.offset = offset;
  token.need_vector = session.need_vector;
  return EncodePageToken(token);
}

v1::Provenance ProvenanceOf(const RankingSession& session, RankingMethod method,
                            const std::string& member) {
  const IndexSnapshot& snapshot = *session.snapshot;
  AttributionToken token;
  token.method = method;
  token.alliance = snapshot.alliance->id;
  token.member = member;
  token.revision = snapshot.index->revision();
  token.policy_version = snapshot.alliance->policy.version;
  token.as_of = absl::ToUnixSeconds(session.as_of);
  token.model_revision = snapshot.model_revision;
  token.pin = session.pin;

  v1::Provenance provenance;
  provenance.set_revision(token.revision);
  provenance.set_policy_version(token.policy_version);
  *provenance.mutable_as_of_time() = conversion::ToTimestamp(session.as_of);
  provenance.set_attribution_token(EncodeAttributionToken(token));
  provenance.set_embedding_state(EmbeddingStateOf(session));
  return provenance;
}

}  // namespace counterpoint::service
