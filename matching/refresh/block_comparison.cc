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

}  // namespace

MemberBlock::MemberBlock(const BlockPlan& plan, const Policy& policy,
                         const std::vector<MemberTerms>& terms_by_position,
                         std::vector<MemberPosition> of)
    : members(std::move(of)),
      needs(plan, Role::kNeed, members),
      offers(plan, Role::kOffer, members),
      terms(policy, TermsOf(terms_by_position, members)) {}

BlockComparison::BlockComparison(const BlockPlan& plan, const PoolQuery& query,
                                 const Askers& askers, const std::vector<MemberTerms>& terms,
                                 CandidateLists& candidates, PoolSet& pools, EffortCount& effort)
    : query_(query),
      terms_(terms),
      candidates_(candidates),
      pools_(pools),
      effort_(effort),
      to_offers_(plan, query.policy.text),
      to_needs_(plan, query.policy.text),
      judge_(plan.texts, askers, query) {}

void BlockComparison::Compare(const AskingBlock& asking, const MemberBlock& block,
                              std::size_t first_place, const std::vector<bool>& offered) {
  to_offers_.SetColumns(block.offers);
  to_needs_.SetColumns(block.needs);
  bounds_.resize(std::max(block.offers.columns(), block.needs.columns()));
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
  pooled_.resize(static_cast<Eigen::Index>(end - begin),
                 static_cast<Eigen::Index>(block.terms.padded()));
  for (std::size_t j = 0; j < block.members.size(); ++j) {
    bars_[j] = static_cast<float>(pools_.bar(block.members[j]));
  }
  effort_.multiplications += to_offers_.Multiply(asking.needs, needs[begin], needs[end]);
  for (std::size_t m = begin; m < end; ++m) {
    for (std::size_t row = needs[m]; row < needs[m + 1]; ++row) {
      to_offers_.Bound(row, bounds_.data());
      fit_.AddNeed(block.offers, bounds_.data());
    }
    fit_.PoolNeeds(block.offers, pooled_.row(static_cast<Eigen::Index>(m - begin)).data());
  }
  effort_.multiplications += to_needs_.Multiply(asking.offers, offers[begin], offers[end]);
  for (std::size_t m = begin; m < end; ++m) {
    for (std::size_t row = offers[m]; row < offers[m + 1]; ++row) {
      to_needs_.Bound(row, bounds_.data());
      fit_.AddOffer(block.needs, bounds_.data());
    }
    fit_.PoolOffers(block.needs, block.terms.inverse_needs, pooled_theirs_.data());
    const MemberPosition member = asking.block.members[m];
    const float* closeness =
        asking.closeness.size() == 0
            ? nullptr
            : asking.closeness.row(static_cast<Eigen::Index>(m)).data() + first_place;
    const AskerTerms asker{terms_[member], static_cast<float>(pools_.bar(member)), closeness,
                           offered[m], bars_.data()};
    found_.clear();
    FindCandidates(query_.policy.reciprocity, asker, block.terms,
                   pooled_.row(static_cast<Eigen::Index>(m - begin)).data(), pooled_theirs_.data(),
                   scores_, found_);
    KeepFound(asking.block, m, block);
  }
  effort_.pairs += static_cast<std::int64_t>((end - begin) * block.members.size());
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
