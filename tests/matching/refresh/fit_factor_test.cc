#include "matching/refresh/fit_factor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/algorithm/container.h"
#include "matching/score/fit.h"
#include "tests/matching/refresh/random_alliance.h"

namespace counterpoint::matching {
namespace {

constexpr unsigned kMembers = 60;

bool Prefers(const ListingFeatures& listing) {
  return absl::c_any_of(listing.rules, [](const CompiledRule& rule) {
    return rule.strength == RuleStrength::kShould;
  });
}

// Calls check(pairing, factor, bound) for open needs and offers of members at random.
template <typename Check>
void ForPairs(std::size_t most_nearness, const Check& check) {
  RandomAlliance random(7);
  const auto members = Features(random.MakeMembers(kMembers));
  const auto index = random.Scattered(members);
  const FitWeights weights = Scaled(Policy()).fit;
  const FitFactors factors(GatheredTexts(*index, RunInTurn), weights, Now(), most_nearness);
  for (const auto& seeker : members) {
    for (const auto& provider : members) {
      for (const ListingFeatures& need : seeker->needs) {
        for (const ListingFeatures& offer : provider->offers) {
          if (need.closes <= Now() || offer.closes <= Now()) continue;
          const Pairing pairing{*seeker, need, *provider, offer};
          check(pairing, ShareFit(weights, JudgeFit(pairing, Now())).factor(),
                factors.Bound(factors.TermsOf(need), factors.TermsOf(*seeker),
                              factors.TermsOf(offer), factors.TermsOf(*provider)));
        }
      }
    }
  }
}

TEST(FitFactorTest, IsTheFactorOfTheFitWhereNothingIsPreferredAndElseNoLess) {
  int same = 0;
  int below_one = 0;
  ForPairs(FitFactors::kMostNearness, [&](const Pairing& pairing, double factor, double bound) {
    ASSERT_GE(bound, factor);
    if (Prefers(pairing.need) || Prefers(pairing.offer)) return;
    ASSERT_NEAR(bound, factor, 1e-5);
    ++same;
    below_one += factor < 0.99 ? 1 : 0;
  });
  EXPECT_GT(same, 1000);
  EXPECT_GT(below_one, 500);
}

TEST(FitFactorTest, TakesRegionsForNearWhereATableOfAllIsTooLarge) {
  int more = 0;
  ForPairs(0, [&](const Pairing&, double factor, double bound) {
    ASSERT_GE(bound, factor);
    more += bound > factor + 1e-3 ? 1 : 0;
  });
  EXPECT_GT(more, 100);
}

}  // namespace
}  // namespace counterpoint::matching
