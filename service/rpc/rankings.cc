#include "service/rpc/rankings.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "matching/ranking/ranking.h"
#include "service/calls/current_call.h"
#include "service/confidentiality/evidence_cut.h"
#include "service/conversion/member_condition.h"
#include "service/conversion/member_profile.h"
#include "service/rpc/evidence_places.h"
#include "service/rpc/match_message.h"
#include "service/rpc/ranking_query.h"
#include "service/rpc/ranking_session.h"
#include "service/rpc/recorded_exclusions.h"
#include "service/rpc/request_check.h"
#include "service/rpc/request_viewer.h"
#include "service/staff_rules/rules_in_force.h"

namespace counterpoint::service {
namespace {

constexpr int kDefaultPage = 10;

// How many entries of a list have to be known: those up to the end of the page,
// and one more to tell whether there is a next page.
template <typename Request>
std::size_t LimitOf(const RankingSession& session, const Request& request) {
  return session.offset + static_cast<std::size_t>(PageSize(request.page_size(), kDefaultPage)) + 1;
}

struct PageRange {
  std::size_t begin;
  std::size_t end;
};

// The part of `known` entries that is asked for; sets the token of the next.
template <typename Request, typename Response>
PageRange PageOf(const RankingSession& session, const Request& request, std::size_t known,
                 Response& response) {
  const auto page_size = static_cast<std::size_t>(PageSize(request.page_size(), kDefaultPage));
  const std::size_t begin = std::min(session.offset, known);
  const std::size_t end = std::min(begin + page_size, known);
  if (end < known) response.set_next_page_token(NextPageToken(session, end, request));
  return {begin, end};
}

// Of a member that a list shows: as the index has it, even where it is fresh.
ProfilePlaces PlacesOf(const storage::ReadView& view, const IndexSnapshot& snapshot,
                       const matching::RankedMatch& ranked, const Viewer& viewer) {
  const std::string& id = ranked.partner->id;
  return {view, snapshot, id, snapshot.catalog->Find(id)->revision, viewer};
}

MatchedMember Matched(const SnapshotMember& member) {
  return {member.features->id, member.confidential.get()};
}

// Likewise as the index has it.
MatchedMember Matched(const IndexSnapshot& snapshot, const matching::RankedMatch& ranked) {
  return {ranked.partner->id, ConfidentialOf(snapshot, ranked.partner->id)};
}

matching::AskerRules RulesFor(const IndexSnapshot& snapshot,
                              const matching::MemberFeatures& member) {
  return snapshot.rules == nullptr ? matching::AskerRules() : snapshot.rules->rules.For(member);
}

// Fills in what the two answers share: of the page those that may still be shown;
// `finish` adds to each match what they do not share.
template <typename Request, typename Response, typename MayShow, typename Finish>
void FillMatches(const RankingSession& session, const Request& request,
                 const matching::Ranking& ranking, const MayShow& may_show, const Finish& finish,
                 Response& response) {
  response.set_eligible_size(static_cast<std::int32_t>(ranking.eligible));
  const PageRange page = PageOf(session, request, ranking.matches.size(), response);
  for (std::size_t i = page.begin; i < page.end; ++i) {
    if (!may_show(ranking.matches[i].partner->id)) continue;
    v1::Match& match = *response.add_matches();
    match = MessageOf(*session.snapshot, ranking.matches[i]);
    finish(ranking.matches[i], match);
  }
}

}  // namespace

absl::StatusOr<v1::RecommendPartnersResponse> Rankings::RecommendPartners(
    const v1::RecommendPartnersRequest& request, const Caller& caller) const {
  const auto view = backend_.store.View();
  const auto known =
      CheckByTopics(backend_, *view, AllianceOfMemberName(request.member()), request);
  if (!known.ok()) return known.status();
  const std::string id = conversion::ParseMemberName(request.member())->member;
  const auto session =
      SessionOf(backend_, *view, (*known)->id, {id}, request.page_token(), request);
  if (!session.ok()) return session.status();
  const IndexSnapshot& snapshot = *session->snapshot;
  const auto member = FindMember(snapshot, id);
  if (!member.ok()) return member.status();

  matching::RankingQuery query = QueryOf(*session, request);
  query.limit = LimitOf(*session, request);
  query.include_partners = request.include_partners();
  query.kept_apart = LeftOut(*session->kept_apart, id, session->as_of, request.include_partners());
  // Of a later page all is as it was for the first, so that none shifts, but for
  // those who must not be shown any more.
  absl::flat_hash_map<std::string, matching::KeptApartBy> left_out;
  if (session->offset > 0) {
    const auto kept_apart = backend_.feedback.KeptApartNow((*known)->id);
    if (!kept_apart.ok()) return kept_apart.status();
    left_out = LeftOut(**kept_apart, id, backend_.clock(), request.include_partners());
  }
  EnterStage(Stage::kRank);
  const matching::Ranking ranking =
      matching::RecommendPartners(*snapshot.index, *member->features, query, backend_.parallel);
  EnterStage(Stage::kEvidence);

  v1::RecommendPartnersResponse response;
  const Viewer viewer = ViewerAbout(backend_, caller, (*known)->id, id);
  const matching::AskerRules rules = RulesFor(snapshot, *member->features);
  std::optional<matching::Connections> connections;  // For the evidence.
  if (!request.omit_evidence()) connections.emplace(snapshot.index->partnerships(), id);
  std::optional<ProfilePlaces> places;
  if (request.locate_evidence()) places.emplace(*view, snapshot, id, member->revision, viewer);
  const auto finish = [&](const matching::RankedMatch& ranked, v1::Match& match) {
    match.set_partner_gain(ranked.partner_gain);
    if (request.omit_evidence()) return;
    auto explained =
        matching::ExplainMatch(*snapshot.index->model(), *member->features, *ranked.partner,
                               query.policy, session->as_of, *connections, &rules);
    CutEvidence(viewer, Matched(*member), Matched(snapshot, ranked), *snapshot.alliance->thesaurus,
                explained.evidence);
    AddEvidence(snapshot, explained.evidence, LanguageOf(request.language_code()), match);
    if (!places.has_value()) return;
    ProfilePlaces partner_places = PlacesOf(*view, snapshot, ranked, viewer);
    LocateEvidence(explained.evidence, *places, partner_places, match);
  };
  const auto may_show = [&](const std::string& partner) { return !left_out.contains(partner); };
  FillMatches(*session, request, ranking, may_show, finish, response);
  *response.mutable_provenance() = ProvenanceOf(*session, RankingMethod::kRecommendPartners, id);
  return response;
}

absl::StatusOr<v1::MatchNeedResponse> Rankings::MatchNeed(const v1::MatchNeedRequest& request,
                                                          const Caller& caller) const {
  const auto view = backend_.store.View();
  const auto known =
      CheckByTopics(backend_, *view, conversion::ParseAllianceName(request.parent()), request);
  if (!known.ok()) return known.status();
  auto session = SessionOf(backend_, *view, (*known)->id, {}, request.page_token(), request);
  if (!session.ok()) return session.status();
  const IndexSnapshot& snapshot = *session->snapshot;

  matching::ListingProfile profile = conversion::ProfileOf(request.need());
  const absl::Status covered = CoverNeed(backend_, *view, *session, profile);
  if (!covered.ok()) return covered;
  // A need is typed as often as one likes: whoever may not read an offer could guess
  // what it says. So it does not count at all, whatever member asks.
  const Viewer viewer = ViewerAbout(backend_, caller, (*known)->id, "");
  auto need = matching::MakeListingFeatures(*snapshot.analyzer, profile);
  need.meets_disclosed_alone = !viewer.sees_everything();
  matching::RankingQuery query = QueryOf(*session, request);
  query.limit = LimitOf(*session, request);
  EnterStage(Stage::kRank);
  const matching::Ranking ranking =
      matching::MatchNeed(*snapshot.index, need, query, backend_.parallel);
  EnterStage(Stage::kEvidence);

  v1::MatchNeedResponse response;
  const matching::Connections connections(snapshot.index->partnerships());
  ProfilePlaces need_places(snapshot, request.need());
  const auto finish = [&](const matching::RankedMatch& ranked, v1::Match& match) {
    if (request.omit_evidence()) return;
    const auto explained = matching::ExplainNeed(*snapshot.index->model(), need, *ranked.partner,
                                                 query.policy, session->as_of, connections);
    AddEvidence(snapshot, explained.evidence, LanguageOf(request.language_code()), match);
    if (!request.locate_evidence()) return;
    ProfilePlaces partner_places = PlacesOf(*view, snapshot, ranked, viewer);
    LocateEvidence(explained.evidence, need_places, partner_places, match);
  };
  const auto may_show = [](const std::string&) { return true; };
  FillMatches(*session, request, ranking, may_show, finish, response);
  *response.mutable_provenance() = ProvenanceOf(*session, RankingMethod::kMatchNeed, "");
  return response;
}

absl::StatusOr<v1::ListSimilarMembersResponse> Rankings::ListSimilarMembers(
    const v1::ListSimilarMembersRequest& request) const {
  const auto view = backend_.store.View();
  const auto known =
      CheckByTopics(backend_, *view, AllianceOfMemberName(request.member()), request);
  if (!known.ok()) return known.status();
  const std::string id = conversion::ParseMemberName(request.member())->member;
  const auto session =
      SessionOf(backend_, *view, (*known)->id, {id}, request.page_token(), request);
  if (!session.ok()) return session.status();
  const IndexSnapshot& snapshot = *session->snapshot;
  const auto member = FindMember(snapshot, id);
  if (!member.ok()) return member.status();

  v1::ListSimilarMembersResponse response;
  matching::RankingQuery query;
  query.policy = snapshot.alliance->policy;
  query.as_of = session->as_of;
  query.filter =
      matching::Condition(*snapshot.alliance->thesaurus, conversion::ConditionOf(request.filter()));
  query.limit = LimitOf(*session, request);
  EnterStage(Stage::kRank);
  const matching::Ranking ranking =
      matching::SimilarMembers(*snapshot.index, *member->features, query, backend_.parallel);
  EnterStage(Stage::kEvidence);
  const PageRange page = PageOf(*session, request, ranking.matches.size(), response);
  for (std::size_t i = page.begin; i < page.end; ++i) {
    const matching::RankedMatch& ranked = ranking.matches[i];
    v1::SimilarMember& similar = *response.add_members();
    *similar.mutable_member() = SummaryOf(snapshot, ranked.partner->id);
    similar.set_similarity(ranked.score);
    for (const matching::TopicIndex topic : matching::SharedTopics(
             *snapshot.index->model(), member->features->profile, ranked.partner->profile)) {
      similar.add_topics(snapshot.alliance->thesaurus->topic(topic).id);
    }
  }
  *response.mutable_provenance() = ProvenanceOf(*session, RankingMethod::kListSimilarMembers, id);
  return response;
}

absl::StatusOr<v1::ExplainMatchResponse> Rankings::ExplainMatch(
    const v1::ExplainMatchRequest& request, const Caller& caller) const {
  const auto view = backend_.store.View();
  const auto known = CheckAndFind(backend_, *view, AllianceOfMemberName(request.member()), request);
  if (!known.ok()) return known.status();
  const std::string& alliance = (*known)->id;
  const std::string member_id = conversion::ParseMemberName(request.member())->member;
  const std::string partner_id = conversion::ParseMemberName(request.partner())->member;
  const auto session = request.attribution_token().empty()
                           ? BeginSession(backend_, *view, alliance, {member_id, partner_id})
                           : SessionOfToken(backend_, alliance, request.attribution_token());
  if (!session.ok()) return session.status();
  const IndexSnapshot& snapshot = *session->snapshot;
  const auto member = FindMember(snapshot, member_id);
  if (!member.ok()) return member.status();
  const auto partner = FindMember(snapshot, partner_id);
  if (!partner.ok()) return partner.status();

  const matching::Language language = LanguageOf(request.language_code());
  const matching::AskerRules rules = RulesFor(snapshot, *member->features);
  auto explained = matching::ExplainMatch(
      *snapshot.index->model(), *member->features, *partner->features, snapshot.alliance->policy,
      session->as_of, matching::Connections(snapshot.index->partnerships(), member_id), &rules);
  // The list that a token names may have been for nobody.
  if (session->kept_apart != nullptr) {
    AddRecorded(*session->kept_apart, member_id, partner_id, session->as_of, explained.exclusions);
  }
  const Viewer viewer = ViewerAbout(backend_, caller, alliance, member_id);
  CutEvidence(viewer, Matched(*member), Matched(*partner), *snapshot.alliance->thesaurus,
              explained.evidence);
  CutExclusions(viewer, Matched(*member), Matched(*partner), explained.exclusions);
  v1::ExplainMatchResponse response;
  v1::Match& match = *response.mutable_match();
  *match.mutable_partner() = partner->summary;
  match.set_score(explained.score);
  match.set_gain(explained.gain);
  match.set_partner_gain(explained.partner_gain);
  AddEvidence(snapshot, explained.evidence, language, match);
  ProfilePlaces places(*view, snapshot, member_id, member->revision, viewer);
  ProfilePlaces partner_places(*view, snapshot, partner_id, partner->revision, viewer);
  LocateEvidence(explained.evidence, places, partner_places, match);
  for (const matching::ExclusionReason& reason : explained.exclusions) {
    *response.add_exclusions() =
        MessageOf(reason, alliance, request.member(), request.partner(), language);
  }
  *response.mutable_provenance() = ProvenanceOf(*session, RankingMethod::kExplainMatch, member_id);
  return response;
}

}  // namespace counterpoint::service
