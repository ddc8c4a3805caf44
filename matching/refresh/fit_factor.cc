#include "matching/refresh/fit_factor.h"

#include <algorithm>
#include <limits>

#include "absl/algorithm/container.h"
#include "matching/profile/region.h"
#include "matching/score/fit.h"

namespace counterpoint::matching {
namespace {

// Above what a dozen steps in double precision and one number in single can lose.
constexpr double kRounding = 1 + 1e-6;

// From 1 on, in order of their coming.
template <typename Key>
void Number(absl::flat_hash_map<Key, std::uint32_t>& numbers, const Key& key) {
  numbers.try_emplace(key, static_cast<std::uint32_t>(numbers.size()) + 1);
}

// 0 for the empty one.
template <typename Key>
std::uint32_t NumberOf(const absl::flat_hash_map<Key, std::uint32_t>& numbers, const Key& key) {
  return key.empty() ? 0 : numbers.at(key);
}

double Mean(double a, double b) {
  if (a == kNotJudged) return b;
  return b == kNotJudged ? a : (a + b) / 2;
}

double Wanted(VocabularySet kinds, MemberKind kind) {
  if (kinds == 0) return kNotJudged;
  return Contains(kinds, kind) ? 1 : 0;
}

}  // namespace

FitFactors::FitFactors(const GatheredTexts& texts, const FitWeights& weights, absl::Time as_of,
                       std::size_t most_nearness)
    : weights_(weights), as_of_(as_of) {
  for (MemberPosition m = 0; m < texts.members(); ++m) NumberAll(texts.member(m));
  FillNearness(most_nearness);
}

void FitFactors::NumberAll(const MemberFeatures& member) {
  Number(regions_, member.region);
  for (const auto* listings : {&member.needs, &member.offers}) {
    for (const ListingFeatures& listing : *listings) {
      if (!listing.regions.empty()) Number(wanted_, listing.regions);
      if (!listing.budget.currency.empty()) Number(currencies_, listing.budget.currency);
    }
  }
}

void FitFactors::FillNearness(std::size_t most) {
  if (wanted_.size() * regions_.size() > most) return;
  nearness_.resize(wanted_.size() * regions_.size());
  for (const auto& [wanted, row] : wanted_) {
    for (const auto& [region, column] : regions_) {
      double nearest = 0;
      for (const std::string& w : wanted) nearest = std::max(nearest, RegionNearness(w, region));
      nearness_[(row - 1) * regions_.size() + column - 1] = static_cast<float>(nearest);
    }
  }
}

ListingTerms FitFactors::TermsOf(const ListingFeatures& listing) const {
  return {.listing = &listing,
          .modes = listing.modes,
          .wanted_kinds = listing.wanted_kinds,
          .regions = NumberOf(wanted_, listing.regions),
          .currency = NumberOf(currencies_, listing.budget.currency),
          .least = static_cast<double>(listing.budget.min),
          .most = static_cast<double>(listing.budget.max),
          .ample = static_cast<float>(absl::FDivDuration(listing.closes - as_of_, kAmpleTime)),
          .prefers = absl::c_any_of(listing.rules, [](const CompiledRule& rule) {
            return rule.strength == RuleStrength::kShould;
          })};
}

OwnerTerms FitFactors::TermsOf(const MemberFeatures& member) const {
  return {&member, member.kind, regions_.at(member.region)};
}

double FitFactors::Nearness(std::uint32_t regions, std::uint32_t region) const {
  if (regions == 0) return kNotJudged;
  return nearness_.empty() ? 1 : nearness_[(regions - 1) * regions_.size() + region - 1];
}

double FitFactors::Bound(const ListingTerms& need, const OwnerTerms& seeker,
                         const ListingTerms& offer, const OwnerTerms& provider) const {
  double judged = weights_.text;
  double sum = weights_.text;
  const auto add = [&](double weight, double part) {
    if (part == kNotJudged) return;
    judged += weight;
    sum += weight * part;
  };
  if (need.modes != 0 && offer.modes != 0) {
    add(weights_.cooperation_mode, (need.modes & offer.modes) != 0 ? 1 : 0);
  }
  add(weights_.wanted_kind,
      Mean(Wanted(need.wanted_kinds, provider.kind), Wanted(offer.wanted_kinds, seeker.kind)));
  add(weights_.region,
      Mean(Nearness(need.regions, provider.region), Nearness(offer.regions, seeker.region)));
  const float ample = std::min(need.ample, offer.ample);
  if (ample < std::numeric_limits<float>::infinity()) {
    add(weights_.timing, std::min(1.0F, ample));
  }
  if (need.currency != 0 && need.currency == offer.currency) {
    add(weights_.budget, need.most == 0 || offer.least <= need.most ? 1 : need.most / offer.least);
  }
  if (need.prefers || offer.prefers) add(weights_.preference, 1);
  return judged > 0 ? kRounding * sum / judged : 1;
}

}  // namespace counterpoint::matching
