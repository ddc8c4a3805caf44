#include "matching/refresh/block_comparison.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace counterpoint::matching {
namespace {

// Rows at a time: their products with a block stay in the second-level cache.
constexpr std::size_t kPanelRows = 64;

std::vector<MemberTerms> TermsOf(const std::vector<MemberTerms>& by_position,
                                 const std::vector<MemberPosition>& members) {
  std::vector<MemberTerms> terms;
  terms.reserve(members.size());
  for (const MemberPosition member : members) terms.push_back(by_position[member]);
  return terms;
}

// Of the open listings, in the order of a TextBlock's rows.
std::vector<ListingTerms> ListingTermsOf(const BlockPlan& plan, Role role,
                                         const std::vector<MemberPosition>& members) {
  std::vector<ListingTerms> terms;
  for (const MemberPosition position : members) {
    const MemberFeatures& member = plan.texts.member(position);
    for (const ListingFeatures& listing : role == Role::kNeed ? member.needs : member.offers) {
      if (listing.closes > plan.as_of) terms.push_back(plan.factors.TermsOf(listing));
    }
  }
  return terms;
}

std::vector<OwnerTerms> OwnerTermsOf(const BlockPlan& plan,
                                     const std::vector<MemberPosition>& members) {
  std::vector<OwnerTerms> terms;
  terms.reserve(members.size());
  for (const MemberPosition position : members) {
    terms.push_back(plan.factors.TermsOf(plan.texts.member(position)));
  }
  return terms;
}

}  // namespace

MemberBlock::MemberBlock(const BlockPlan& plan, const Policy& policy,
                         const std::vector<MemberTerms>& terms_by_position,
                         std::vector<MemberPosition> of)
    : members(std::move(of)),
      needs(plan, Role::kNeed, members),
      offers(plan, Role::kOffer, members),
      need_terms(ListingTermsOf(plan, Role::kNeed, members)),
      offer_terms(ListingTermsOf(plan, Role::kOffer, members)),
      owners(OwnerTermsOf(plan, members)),
      terms(policy, TermsOf(terms_by_position, members)) {}

BlockComparison::BlockComparison(const BlockPlan& plan, const PoolQuery& query,
                                 const Askers& askers, const std::vector<MemberTerms>& terms,
                                 CandidateLists& candidates, PoolSet& pools, EffortCount& effort)
    : plan_(plan),
      query_(query),
      terms_(terms),
      candidates_(candidates),
      pools_(pools),
      effort_(effort),
      to_offers_(plan, query.policy.text, query.arithmetic),
      to_needs_(plan, query.policy.text, query.arithmetic),
      judge_(plan.texts, askers, query) {}

void BlockComparison::Compare(const AskingBlock& asking, const MemberBlock& block,
                              std::size_t first_place, const std::vector<bool>& offered) {
  to_offers_.SetColumns(block.offers);
  to_needs_.SetColumns(block.needs);
  pooled_.resize(block.terms.padded());
  pooled_theirs_.resize(block.terms.padded());
  bars_.assign(block.terms.padded(), std::numeric_limits<float>::infinity());
  const std::vector<std::uint32_t>& needs = asking.block.needs.first_row();
  const std::vector<std::uint32_t>& offers = asking.block.offers.first_row();
  const std::size_t members = asking.block.members.size();
  for (std::size_t begin = 0; begin < members;) {
    std::size_t end = begin + 1;
    while (end < members && needs[end + 1] - needs[begin] <= kPanelRows &&
           offers[end + 1] - offers[begin] <= kPanelRows) {
      ++end;
    }
    ComparePanel(asking, block, first_place, offered, begin, end);
    begin = end;
  }
}

void BlockComparison::ComparePanel(const AskingBlock& asking, const MemberBlock& block,
                                   std::size_t first_place, const std::vector<bool>& offered,
                                   std::size_t begin, std::size_t end) {
  const std::vector<std::uint32_t>& needs = asking.block.needs.first_row();
  const std::vector<std::uint32_t>& offers = asking.block.offers.first_row();
  for (std::size_t j = 0; j < block.members.size(); ++j) {
    bars_[j] = static_cast<float>(pools_.bar(block.members[j]));
  }
  effort_.multiplications += to_offers_.Compare(asking.needs, needs[begin], needs[end]);
  effort_.multiplications += to_needs_.Compare(asking.offers, offers[begin], offers[end]);
  const auto bounds = [&](const SimilarityBound& of, std::size_t from, std::size_t to) {
    bounds_.clear();
    for (std::size_t row = from; row < to; ++row) bounds_.push_back(of.bounds(row));
    return absl::MakeConstSpan(bounds_);
  };
  for (std::size_t m = begin; m < end; ++m) {
    fit_.PoolNeeds(block.offers, bounds(to_offers_, needs[m], needs[m + 1]), pooled_.data());
    fit_.PoolOffers(block.needs, bounds(to_needs_, offers[m], offers[m + 1]),
                    pooled_theirs_.data());
    const MemberPosition member = asking.block.members[m];
    const float* closeness =
        asking.closeness.size() == 0
            ? nullptr
            : asking.closeness.row(static_cast<Eigen::Index>(m)).data() + first_place;
    const AskerTerms asker{terms_[member], static_cast<float>(pools_.bar(member)), closeness,
                           offered[m], bars_.data()};
    found_.clear();
    FindCandidates(
        query_.policy.reciprocity, asker, block.terms, pooled_.data(), pooled_theirs_.data(),
        [&](std::uint32_t place) {
          return PooledFits{PoolPair(asking.block, m, block, place, to_offers_, true),
                            PoolPair(block, place, asking.block, m, to_needs_, false)};
        },
        found_);
    KeepFound(asking.block, m, block);
  }
  effort_.pairs += static_cast<std::int64_t>((end - begin) * block.members.size());
}

float BlockComparison::PoolPair(const MemberBlock& seekers, std::size_t seeker,
                                const MemberBlock& providers, std::size_t provider,
                                const SimilarityBound& bounds, bool needs_ask) const {
  const std::vector<std::uint32_t>& needs = seekers.needs.first_row();
  const std::vector<std::uint32_t>& offers = providers.offers.first_row();
  double best = 0;
  double sum = 0;
  for (std::uint32_t n = needs[seeker]; n < needs[seeker + 1]; ++n) {
    SupportedFit met;
    for (std::uint32_t o = offers[provider]; o < offers[provider + 1]; ++o) {
      const double similarity = needs_ask ? bounds.bounds(n)[providers.offers.column_of_row(o)]
                                          : bounds.bounds(o)[seekers.needs.column_of_row(n)];
      if (similarity <= met.least()) continue;
      met.Add(similarity * plan_.factors.Bound(seekers.need_terms[n], seekers.owners[seeker],
                                               providers.offer_terms[o],
                                               providers.owners[provider]));
    }
    best = std::max(best, met.value());
    sum += met.value();
  }
  return static_cast<float>(PooledFit(best, sum, needs[seeker + 1] - needs[seeker]));
}

void BlockComparison::KeepFound(const MemberBlock& asking, std::size_t place,
                                const MemberBlock& block) {
  const MemberPosition member = asking.members[place];
  const auto keep = [&](MemberPosition of, Candidate candidate) {
    if (candidates_.Add(of, candidate)) JudgeCandidates(of);
  };
  for (const FoundPair& pair : found_) {
    if (&asking == &block && pair.place <= place) continue;
    const MemberPosition other = block.members[pair.place];
    if (pair.score > 0) keep(member, {other, pair.score});
    if (pair.score_theirs > 0) keep(other, {member, pair.score_theirs});
  }
}

void BlockComparison::JudgeCandidates(MemberPosition member) {
  candidates_.Take(member, taken_);
  judge_.Seat(member);
  for (std::size_t i = 0; i < taken_.size(); ++i) {
    const Candidate& candidate = taken_[i];
    const auto bar = static_cast<float>(pools_.bar(member));
    // The others are no better.
    if (candidate.bound < bar) break;
    if (i + 2 < taken_.size() && taken_[i + 2].bound >= bar) {
      judge_.Prefetch(taken_[i + 2].partner);
    }
    if (!judge_.Admits(candidate.partner)) continue;
    ++effort_.judged;
    const PoolEntry entry = judge_.Judge(candidate.partner);
    if (entry.score > 0 && entry.score >= query_.policy.floor) pools_.Offer(member, entry);
  }
}

}  // namespace counterpoint::matching
