#include "matching/score/fit.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "matching/profile/region.h"

namespace counterpoint::matching {
namespace {

bool RulesAdmit(const ListingFeatures& listing, const MemberFeatures& partner) {
  return absl::c_all_of(listing.rules, [&](const CompiledRule& rule) {
    return rule.strength == RuleStrength::kShould ||
           rule.condition.HoldsFor(partner) == (rule.strength == RuleStrength::kMust);
  });
}

// The mean of what the two sides say, over those that say something.
double Mean(double a, double b) {
  if (a == kNotJudged) return b;
  return b == kNotJudged ? a : (a + b) / 2;
}

double JudgeModes(VocabularySet a, VocabularySet b) {
  if (a == 0 || b == 0) return kNotJudged;
  return (a & b) != 0 ? 1 : 0;
}

double JudgeKind(VocabularySet wanted, MemberKind kind) {
  if (wanted == 0) return kNotJudged;
  return Contains(wanted, kind) ? 1 : 0;
}

double JudgeRegion(const std::vector<std::string>& wanted, const std::string& region) {
  double nearest = kNotJudged;
  for (const std::string& w : wanted) nearest = std::max(nearest, RegionNearness(w, region));
  return nearest;
}

double JudgeTiming(absl::Time closes, absl::Time as_of) {
  if (closes == absl::InfiniteFuture()) return kNotJudged;
  return std::clamp(absl::FDivDuration(closes - as_of, kAmpleTime), 0.0, 1.0);
}

double JudgeBudget(const Budget& need, const Budget& offer) {
  if (need.currency.empty() || need.currency != offer.currency) return kNotJudged;
  if (need.max == 0 || offer.min <= need.max) return 1;
  return static_cast<double>(need.max) / static_cast<double>(offer.min);
}

double JudgePreference(const Pairing& pairing) {
  int asked = 0;
  int fulfilled = 0;
  const auto count = [&](const ListingFeatures& listing, const MemberFeatures& partner) {
    for (const CompiledRule& rule : listing.rules) {
      if (rule.strength != RuleStrength::kShould) continue;
      ++asked;
      fulfilled += rule.condition.HoldsFor(partner) ? 1 : 0;
    }
  };
  count(pairing.need, pairing.provider);
  count(pairing.offer, pairing.seeker);
  return asked == 0 ? kNotJudged : static_cast<double>(fulfilled) / asked;
}

}  // namespace

bool IsAllowed(const Pairing& pairing, absl::Time as_of) {
  if (pairing.need.meets_disclosed_alone && pairing.offer.disclosure != Disclosure::kAll) {
    return false;
  }
  return pairing.need.closes > as_of && pairing.offer.closes > as_of &&
         RulesAdmit(pairing.need, pairing.provider) && RulesAdmit(pairing.offer, pairing.seeker);
}

bool AnyAllowed(const MemberFeatures& seeker, const MemberFeatures& provider, absl::Time as_of) {
  for (const ListingFeatures& need : seeker.needs) {
    for (const ListingFeatures& offer : provider.offers) {
      if (IsAllowed({seeker, need, provider, offer}, as_of)) return true;
    }
  }
  return false;
}

FitParts JudgeFit(const Pairing& pairing, absl::Time as_of) {
  const ListingFeatures& need = pairing.need;
  const ListingFeatures& offer = pairing.offer;
  return {
      JudgeModes(need.modes, offer.modes),
      Mean(JudgeKind(need.wanted_kinds, pairing.provider.kind),
           JudgeKind(offer.wanted_kinds, pairing.seeker.kind)),
      Mean(JudgeRegion(need.regions, pairing.provider.region),
           JudgeRegion(offer.regions, pairing.seeker.region)),
      JudgeTiming(std::min(need.closes, offer.closes), as_of),
      JudgeBudget(need.budget, offer.budget),
      JudgePreference(pairing),
  };
}

double FitShares::factor() const {
  double sum = text;
  for (const double part : parts) sum += part;
  return sum;
}

FitShares ShareFit(const FitWeights& weights, const FitParts& parts) {
  const FitParts of_parts = {weights.cooperation_mode, weights.wanted_kind, weights.region,
                             weights.timing,           weights.budget,      weights.preference};
  double judged = weights.text;
  for (int i = 0; i < kFitParts; ++i) {
    if (parts[i] != kNotJudged) judged += of_parts[i];
  }
  FitShares shares;
  // With no weight on texts and nothing else judged, the texts decide alone.
  if (judged <= 0) return {1, {}};
  shares.text = weights.text / judged;
  for (int i = 0; i < kFitParts; ++i) {
    if (parts[i] != kNotJudged) shares.parts[i] = of_parts[i] / judged * parts[i];
  }
  return shares;
}

}  // namespace counterpoint::matching
