// RecommendPartners and MatchNeed: see ranking.h.
//
// Every member of the index is a candidate. For a block of candidates the
// similarities of the asking member's needs to their offers, and of its offers
// to their needs, are made at once (RowScan). From these alone follows an upper
// bound of the score; only a candidate whose bound reaches the worst score in
// the list so far is looked at closely. What past partnerships say is known for
// everybody beforehand. So the list is exact, and the cost is that of the
// similarities.
#include <algorithm>
#include <utility>

#include "matching/index/row_scan.h"
#include "matching/ranking/arrangement.h"
#include "matching/ranking/candidate_scan.h"
#include "matching/ranking/pinned_partners.h"
#include "matching/ranking/ranking.h"
#include "matching/score/gain.h"
#include "matching/score/pair_score.h"
#include "matching/score/score_terms.h"

namespace counterpoint::matching {
namespace {

// Members at a time: their rows and sums fit the second-level cache.
constexpr std::uint32_t kBlock = 256;

bool AllOpen(const std::vector<ListingFeatures>& listings, absl::Time as_of) {
  return std::all_of(listings.begin(), listings.end(),
                     [&](const ListingFeatures& l) { return l.closes > as_of; });
}

// The asking member, prepared once for all stretches.
struct Asker {
  const MemberFeatures& member;
  bool mutual;  // Else only its own gain counts.
  std::vector<QueryText> needs;
  std::vector<QueryText> offers;
  const Connections& connections;
  PairShares shares;
  const AskerRules& rules;
};

// Judges the candidates of one stretch.
class CandidateJudge {
 public:
  CandidateJudge(const MemberIndex& index, const Asker& asker, const RankingQuery& query,
                 const Stretch& stretch, std::size_t limit, Bar& bar)
      : asker_(asker),
        query_(query),
        stretch_(stretch),
        segment_(*stretch.part->segment),
        nodes_(stretch.part->nodes.get()),
        now_(absl::ToUnixSeconds(query.as_of)),
        bar_(bar),
        best_(limit, bar),
        asker_open_(AllOpen(asker.member.needs, query.as_of)),
        offers_(*index.model(), query.policy.text, asker.needs, segment_.rows(Role::kOffer),
                segment_.rows(Role::kOffer).first_row[stretch.begin]),
        needs_(*index.model(), query.policy.text, asker.offers, segment_.rows(Role::kNeed),
               segment_.rows(Role::kNeed).first_row[stretch.begin]) {
    Skip(asker.member.id);
    for (const std::string& id : query.exclude) Skip(id);
    for (const auto& [id, by] : query.kept_apart) Skip(id);
  }

  Found Judge() && {
    for (std::uint32_t begin = stretch_.begin; begin < stretch_.end; begin += kBlock) {
      const std::uint32_t end = std::min(begin + kBlock, stretch_.end);
      offers_.Advance(segment_.rows(Role::kOffer).first_row[end]);
      if (asker_.mutual) needs_.Advance(segment_.rows(Role::kNeed).first_row[end]);
      for (std::uint32_t i = begin; i < end; ++i) JudgeCandidate(i);
    }
    return {std::move(best_).Take(), eligible_};
  }

 private:
  void Skip(absl::string_view id) {
    if (const auto at = segment_.Find(id)) skipped_.insert(static_cast<std::uint32_t>(*at));
  }

  void JudgeCandidate(std::uint32_t i) {
    if (!IsEligible(i)) return;
    ++eligible_;
    // Most candidates are far off, which the quick bound tells.
    if (ScoreBound(i, QuickBound) * asker_.rules.largest_factor() < bar_.score()) return;
    const MemberFeatures& partner = *segment_.member(i);
    const double factor = asker_.rules.Factor(partner);
    if (ScoreBound(i, CloseBound) * factor < bar_.score()) return;
    const double met =
        JudgeGain(asker_.member, partner, OffersOf(i), query_.policy, query_.as_of).value;
    double gain = met;
    double partner_gain = 0;
    double profiles = met;
    if (asker_.mutual) {
      const double partner_met =
          JudgeGain(partner, asker_.member, NeedsOf(i), query_.policy, query_.as_of).value;
      gain = WithCustom(met, BringsCustom(partner), partner_met);
      partner_gain = WithCustom(partner_met, BringsCustom(asker_.member), met);
      profiles = MutualScore(query_.policy.reciprocity, gain, partner_gain);
    }
    const double score = AskerRules::Times(ScoreOf(i, profiles), factor);
    if (score > 0 && score >= bar_.score()) {
      best_.Offer({segment_.member(i), score, gain, partner_gain});
    }
  }

  // Of a candidate whose profile and the asker's bring this much, or at most this.
  double ScoreOf(std::uint32_t i, double profiles) const {
    if (nodes_ == nullptr) return profiles;
    const PartnerGraph::Node node = (*nodes_)[i];
    return PairScore(asker_.shares, profiles, asker_.connections.graph().popularity(node),
                     asker_.connections.closeness(node));
  }

  bool IsKeptOutAsPartner(std::uint32_t i) const {
    return nodes_ != nullptr && !query_.include_partners &&
           asker_.connections.IsPartner((*nodes_)[i]);
  }

  bool IsEligible(std::uint32_t i) const {
    return segment_.gate(i).recommendable && !stretch_.part->IsDead(i) && !skipped_.contains(i) &&
           !IsKeptOutAsPartner(i) &&
           (query_.filter.empty() || query_.filter.HoldsFor(*segment_.member(i))) &&
           (asker_.rules.empty() || !asker_.rules.IsVetoed(*segment_.member(i)));
  }

  // Of the asker's needs to the candidate's offers.
  Similarities OffersOf(std::uint32_t i) const {
    const std::uint32_t row = segment_.rows(Role::kOffer).first_row[i] - offers_.begin();
    return {offers_.block() + row, offers_.query_stride(), 1};
  }
  // Of the candidate's needs to the asker's offers.
  Similarities NeedsOf(std::uint32_t i) const {
    const std::uint32_t row = segment_.rows(Role::kNeed).first_row[i] - needs_.begin();
    return {needs_.block() + row, 1, needs_.query_stride()};
  }

  template <typename Bound>
  double ScoreBound(std::uint32_t i, const Bound& bound) const {
    const Gate& gate = segment_.gate(i);
    const std::vector<std::uint32_t>& offer_rows = segment_.rows(Role::kOffer).first_row;
    const double gain = GainBound(query_.policy,
                                  PooledBound(bound, OffersOf(i), asker_.needs.size(),
                                              offer_rows[i + 1] - offer_rows[i], asker_open_),
                                  Affinity(asker_.member.kind, gate.kind), gate.credentials);
    if (!asker_.mutual) return ScoreOf(i, gain);
    const std::vector<std::uint32_t>& need_rows = segment_.rows(Role::kNeed).first_row;
    const double partner_gain =
        GainBound(query_.policy,
                  PooledBound(bound, NeedsOf(i), need_rows[i + 1] - need_rows[i],
                              asker_.offers.size(), gate.earliest_close > now_),
                  Affinity(gate.kind, asker_.member.kind), asker_.member.credentials);
    return ScoreOf(i, MutualScore(query_.policy.reciprocity,
                                  WithCustom(gain, gate.brings_custom, partner_gain),
                                  WithCustom(partner_gain, BringsCustom(asker_.member), gain)));
  }

  double Affinity(MemberKind seeker, MemberKind provider) const {
    return query_.policy
        .kind_affinities[static_cast<std::size_t>(seeker)][static_cast<std::size_t>(provider)];
  }

  // The most that the fit of a need can be: from the best similarity alone, and
  // from all of them.
  static double QuickBound(const Similarities& similarities, std::size_t need, std::size_t offers) {
    float best = 0;
    for (std::size_t o = 0; o < offers; ++o) best = std::max(best, similarities(need, o));
    return SupportedFit::Ceiling(best, offers);
  }
  static double CloseBound(const Similarities& similarities, std::size_t need, std::size_t offers) {
    SupportedFit fit;
    for (std::size_t o = 0; o < offers; ++o) fit.Add(similarities(need, o));
    return fit.value();
  }

  // The most that the pooled fit can be. Needs that have closed leave the mean,
  // which may then lie anywhere up to the best.
  template <typename Bound>
  static double PooledBound(const Bound& bound, const Similarities& similarities, std::size_t needs,
                            std::size_t offers, bool all_open) {
    double best = 0;
    double sum = 0;
    for (std::size_t n = 0; n < needs; ++n) {
      const double fit = bound(similarities, n, offers);
      sum += fit;
      best = std::max(best, fit);
    }
    return all_open ? PooledFit(best, sum, needs) : best;
  }

  const Asker& asker_;
  const RankingQuery& query_;
  const Stretch& stretch_;
  const Segment& segment_;
  const std::vector<PartnerGraph::Node>* const nodes_;  // Null: nobody has partners.
  const std::int64_t now_;
  Bar& bar_;
  BestMatches best_;
  const bool asker_open_;
  absl::flat_hash_set<std::uint32_t> skipped_;  // By position in the segment.
  RowScan offers_;
  RowScan needs_;
  std::int64_t eligible_ = 0;
};

// The best `limit` by score.
Ranking Scan(const MemberIndex& index, const Asker& asker, const RankingQuery& query,
             std::size_t limit, const ParallelFor& parallel) {
  return ScanAll(index, query.policy.floor, limit, parallel, [&](const Stretch& stretch, Bar& bar) {
    return CandidateJudge(index, asker, query, stretch, limit, bar).Judge();
  });
}

}  // namespace

Ranking RecommendPartners(const MemberIndex& index, const MemberFeatures& member,
                          const RankingQuery& query, const ParallelFor& parallel) {
  RankingQuery scaled = query;
  scaled.policy = Scaled(query.policy);
  const Connections connections(index.partnerships(), member.id);
  const AskerRules rules = query.rules == nullptr ? AskerRules() : query.rules->For(member);
  const Asker asker{member,
                    true,
                    WeighListings(*index.model(), member.needs),
                    WeighListings(*index.model(), member.offers),
                    connections,
                    ShareScore(scaled.policy.network, connections),
                    rules};
  Ranking ranking =
      Scan(index, asker, scaled, ArrangementPool(query.policy, query.limit), parallel);
  AddPinned(index, connections, member, rules, query, ranking.matches);
  Arrange({*index.model(), query.policy, query.as_of, connections, member, &rules, query.limit},
          ranking.matches);
  return ranking;
}

Ranking MatchNeed(const MemberIndex& index, const ListingFeatures& need, const RankingQuery& query,
                  const ParallelFor& parallel) {
  RankingQuery scaled = query;
  scaled.policy = Scaled(query.policy);
  scaled.policy.acceptance.reset();  // Of two sides, and nobody asks.
  MemberFeatures unknown;
  unknown.needs.push_back(need);
  unknown.needs_stated = true;
  const Connections connections(index.partnerships());
  const AskerRules no_rules;
  const Asker asker{unknown, false,       WeighListings(*index.model(), unknown.needs),
                    {},      connections, ShareScore(scaled.policy.network, connections),
                    no_rules};
  Ranking ranking =
      Scan(index, asker, scaled, ArrangementPool(scaled.policy, query.limit), parallel);
  ArrangeByScore(*index.model(), scaled.policy, query.limit, ranking.matches);
  return ranking;
}

}  // namespace counterpoint::matching
