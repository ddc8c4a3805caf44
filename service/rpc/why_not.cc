#include "service/rpc/why_not.h"

#include <optional>
#include <string>
#include <utility>

#include "matching/ranking/why_not.h"
#include "matching/ranking/why_not_wording.h"
#include "service/calls/current_call.h"
#include "service/conversion/member_profile.h"
#include "service/conversion/member_record.h"
#include "service/rpc/match_message.h"
#include "service/rpc/profile_change_message.h"
#include "service/rpc/ranking_query.h"
#include "service/rpc/ranking_session.h"
#include "service/rpc/recorded_exclusions.h"
#include "service/rpc/request_check.h"

namespace counterpoint::service {
namespace {

constexpr int kDefaultListSize = 10;

// The two members that a request names, by id.
struct Pair {
  std::string member;
  std::string partner;
};

// The profile that the features of a member were made from: its record in the
// first of the views, or in one taken now, where a change has been indexed in
// between. Nothing where it has changed since.
std::optional<matching::MemberProfile> ProfileOf(const Backend& backend,
                                                 const storage::ReadView& view,
                                                 const std::string& alliance,
                                                 const SnapshotMember& member) {
  const std::string& id = member.features->id;
  auto record = view.Get(alliance, storage::Collection::kMember, id);
  if (!record.ok() || record->revision < member.revision) {
    record = backend.store.View()->Get(alliance, storage::Collection::kMember, id);
  }
  if (!record.ok() || record->revision != member.revision) return std::nullopt;
  const auto message = conversion::MemberOf(alliance, *record);
  if (!message.ok()) return std::nullopt;
  return conversion::ProfileOf(id, *message, record->update_time);
}

// What a small alliance learns from its texts changes with each of its members.
matching::IndexAfter AfterChanges(const IndexSnapshot& snapshot) {
  return snapshot.index->size() <= kSmallIndex ? matching::AfterOnNewModel
                                               : matching::AfterOnSameModel;
}

// Fills the answer with what was found, in the language of the request.
class Writer {
 public:
  Writer(const v1::WhyNotRequest& request, const IndexSnapshot& snapshot,
         const SnapshotMember& member, const SnapshotMember& partner)
      : request_(request),
        snapshot_(snapshot),
        thesaurus_(*snapshot.alliance->thesaurus),
        language_(LanguageOf(request.language_code())),
        names_{DisplayName(member.summary, language_), DisplayName(partner.summary, language_)},
        summary_(partner.summary) {}

  v1::WhyNotResponse Write(const matching::WhyNotAnswer& answer, std::size_t limit) const {
    v1::WhyNotResponse response;
    response.set_reason(static_cast<v1::WhyNotResponse::Reason>(answer.reason));
    response.set_text(matching::Describe(answer, names_, limit, thesaurus_, language_));
    for (const matching::ExclusionReason& reason : answer.exclusions) {
      *response.add_exclusions() = MessageOf(reason, snapshot_.alliance->id, request_.member(),
                                             request_.partner(), language_);
    }
    v1::Match& match = *response.mutable_match();
    *match.mutable_partner() = summary_;
    match.set_score(answer.pair.score);
    match.set_gain(answer.pair.gain);
    match.set_partner_gain(answer.pair.partner_gain);
    match.set_pinned(answer.pinned);
    AddEvidence(snapshot_, answer.pair.evidence, language_, match);
    response.set_rank(static_cast<std::int32_t>(answer.rank));
    response.set_threshold(answer.threshold);
    response.set_gap(answer.gap);
    if (answer.weakest) {
      response.set_weakest_term(static_cast<v1::Evidence::Term>(answer.weakest->term));
      response.set_weakest_term_gap(answer.weakest->gap);
    }
    for (const matching::Remedy& remedy : answer.remedies) {
      Write(remedy, *response.add_remedies());
    }
    return response;
  }

 private:
  const std::string& NameOf(matching::EvidenceSide side) const {
    return side == matching::EvidenceSide::kMember ? request_.member() : request_.partner();
  }

  void Write(const matching::Remedy& remedy, v1::Remedy& message) const {
    for (const matching::ProfileChange& change : remedy.changes) {
      v1::ProfileChange& added = *message.add_changes();
      added = MessageOf(change);
      added.set_member(NameOf(change.side));
      added.set_text(matching::Describe(change, names_, thesaurus_, language_));
    }
    message.set_score(remedy.score);
    message.set_rank(static_cast<std::int32_t>(remedy.place));
  }

  const v1::WhyNotRequest& request_;
  const IndexSnapshot& snapshot_;
  const matching::Thesaurus& thesaurus_;
  const matching::Language language_;
  const matching::PairNames names_;
  const v1::MemberSummary& summary_;
};

}  // namespace

absl::StatusOr<v1::WhyNotResponse> WhyNot(const Backend& backend,
                                          const v1::WhyNotRequest& request) {
  const auto view = backend.store.View();
  const auto known = CheckByTopics(backend, *view, AllianceOfMemberName(request.member()), request);
  if (!known.ok()) return known.status();
  const std::string& alliance = (*known)->id;
  const Pair ids{conversion::ParseMemberName(request.member())->member,
                 conversion::ParseMemberName(request.partner())->member};
  const auto session = request.attribution_token().empty()
                           ? BeginSession(backend, *view, alliance, {ids.member, ids.partner})
                           : SessionOfToken(backend, alliance, request.attribution_token());
  if (!session.ok()) return session.status();
  const IndexSnapshot& snapshot = *session->snapshot;
  const auto member = FindMember(snapshot, ids.member);
  if (!member.ok()) return member.status();
  const auto partner = FindMember(snapshot, ids.partner);
  if (!partner.ok()) return partner.status();

  matching::RankingQuery query = QueryOf(*session, request);
  query.limit = static_cast<std::size_t>(PageSize(request.list_size(), kDefaultListSize));
  query.include_partners = request.include_partners();
  // The list that a token names may have been for nobody.
  if (session->kept_apart != nullptr) {
    query.kept_apart =
        LeftOut(*session->kept_apart, ids.member, session->as_of, request.include_partners());
  }
  auto profile = ProfileOf(backend, *view, alliance, *member);
  auto partner_profile = ProfileOf(backend, *view, alliance, *partner);
  const bool are_known = profile.has_value() && partner_profile.has_value();
  const matching::ProfiledMember asking{std::move(profile).value_or(matching::MemberProfile()),
                                        member->features};
  const matching::ProfiledMember asked{
      std::move(partner_profile).value_or(matching::MemberProfile()), partner->features};
  EnterStage(Stage::kRank);
  const matching::WhyNotAnswer answer =
      matching::WhyNot(*snapshot.index, asking, asked, query,
                       are_known ? AfterChanges(snapshot) : nullptr, backend.parallel);
  EnterStage(Stage::kEvidence);
  v1::WhyNotResponse response =
      Writer(request, snapshot, *member, *partner).Write(answer, query.limit);
  *response.mutable_provenance() = ProvenanceOf(*session, RankingMethod::kWhyNot, ids.member);
  return response;
}

}  // namespace counterpoint::service
