#include "matching/learning/pair_terms.h"

#include <gtest/gtest.h>

#include <numeric>

#include "matching/ranking/evidence.h"
#include "tests/matching/partnerships.h"
#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

double Sum(const PairTerms& terms) { return std::accumulate(terms.begin(), terms.end(), 0.0); }

// Every pair of random members, with the partnerships of random others.
class PairTermsTest : public ::testing::TestWithParam<Reciprocity> {
 protected:
  PairTermsTest()
      : members_(Features(RandomProfiles(31).MakeAll(60))),
        model_(TextModel::Learn(BuiltInAnalyzer().thesaurus(), members_)),
        graph_(RandomGraph(31, 50, 150)) {
    policy_.reciprocity = GetParam();
    policy_.network = {0.2, 0.3};
    policy_.fit.text = 3;  // Weights that are not scaled yet.
  }

  template <typename Check>
  void ForEveryPair(const Check& check) {
    for (const auto& a : members_) {
      const Connections connections(graph_, a->id);
      for (const auto& b : members_) {
        if (a != b) check(*a, *b, connections);
      }
    }
  }

  MemberIndex::Members members_;
  std::shared_ptr<const TextModel> model_;
  std::shared_ptr<const PartnerGraph> graph_;
  Policy policy_;
};

TEST_P(PairTermsTest, AreTheEvidenceOfAMatchAddedUpByTerm) {
  ForEveryPair([&](const MemberFeatures& a, const MemberFeatures& b, const Connections& nearby) {
    const Explanation explained = ExplainMatch(*model_, a, b, policy_, Now(), nearby);
    PairTerms told{};
    for (const Evidence& e : explained.evidence) {
      told[static_cast<std::size_t>(e.term)] += e.contribution;
    }
    const PairTerms terms = TermsOf(*model_, a, b, policy_, Now(), nearby);
    for (std::size_t t = 0; t < terms.size(); ++t) EXPECT_NEAR(terms[t], told[t], 1e-12);
    EXPECT_NEAR(Sum(terms), explained.score, 1e-6);
  });
}

TEST_P(PairTermsTest, OfWeighedMembersAreTheSame) {
  const Policy scaled = Scaled(policy_);
  ForEveryPair([&](const MemberFeatures& a, const MemberFeatures& b, const Connections& nearby) {
    EXPECT_EQ(TermsOf(*model_, a, b, policy_, Now(), nearby),
              TermsOf(*model_, WeighedMember(*model_, a), WeighedMember(*model_, b), scaled, Now(),
                      nearby));
  });
}

TEST_P(PairTermsTest, AreTheSameWhicheverAsksButForPartnerships) {
  policy_.network = {0, 0};
  const Connections nobody(graph_);
  ForEveryPair([&](const MemberFeatures& a, const MemberFeatures& b, const Connections&) {
    const PairTerms there = TermsOf(*model_, a, b, policy_, Now(), nobody);
    const PairTerms back = TermsOf(*model_, b, a, policy_, Now(), nobody);
    for (std::size_t t = 0; t < there.size(); ++t) EXPECT_NEAR(there[t], back[t], 1e-7);
  });
}

INSTANTIATE_TEST_SUITE_P(EveryReciprocity, PairTermsTest,
                         ::testing::Values(Reciprocity::kHarmonicMean, Reciprocity::kGeometricMean,
                                           Reciprocity::kArithmeticMean, Reciprocity::kMinimum));

}  // namespace
}  // namespace counterpoint::matching
