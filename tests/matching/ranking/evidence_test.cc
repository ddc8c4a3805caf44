#include "matching/ranking/evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matching/ranking/wording.h"
#include "tests/matching/partnerships.h"
#include "tests/matching/profiles.h"

namespace counterpoint::matching {
namespace {

double Sum(const Explanation& explanation) {
  double sum = 0;
  for (const Evidence& evidence : explanation.evidence) sum += evidence.contribution;
  return sum;
}

double SumOfParts(const Evidence& evidence) {
  double sum = 0;
  for (const SharedTopic& topic : evidence.topics) sum += topic.contribution;
  for (const SharedWord& word : evidence.words) sum += word.contribution;
  return sum;
}

class EvidencePropertyTest : public ::testing::TestWithParam<Reciprocity> {};

TEST_P(EvidencePropertyTest, ContributionsAddUpToTheScore) {
  const auto members = Features(RandomProfiles(20).MakeAll(80));
  const auto index = IndexOf(members);
  Policy policy;
  policy.reciprocity = GetParam();
  const auto graph = RandomGraph(20, 80, 200);
  for (const auto& a : members) {
    const Connections connections(graph, a->id);
    for (const auto& b : members) {
      if (a == b) continue;
      const Explanation explained =
          ExplainMatch(*index->model(), *a, *b, policy, Now(), connections);
      EXPECT_NEAR(Sum(explained), explained.score, 1e-7);
      EXPECT_GE(explained.score, 0);
      EXPECT_LE(explained.score, 1);
      for (const Evidence& e : explained.evidence) {
        EXPECT_GE(e.contribution, 0);
        EXPECT_LE(SumOfParts(e), e.contribution + 1e-9);
      }
    }
  }
}

TEST_P(EvidencePropertyTest, PastPartnershipsCountTheirSharesBesideTheProfiles) {
  const auto members = Features(RandomProfiles(22).MakeAll(60));
  const auto index = IndexOf(members);
  const auto graph = RandomGraph(22, 50, 120);
  Policy policy;
  policy.reciprocity = GetParam();
  policy.network = {0.2, 0.3};
  const auto partnerships = static_cast<double>(graph->partnerships());
  const double trust = partnerships / (partnerships + 200);
  Policy profiles_alone = policy;
  profiles_alone.network = {0, 0};
  for (const auto& a : members) {
    const Connections connections(graph, a->id);
    const double p = 0.2 * trust;
    const double c = connections.any() ? 0.3 * trust : 0;
    for (const auto& b : members) {
      if (a == b) continue;
      const auto explain = [&](const Policy& by) {
        return ExplainMatch(*index->model(), *a, *b, by, Now(), connections);
      };
      const double mutual = explain(profiles_alone).score;
      const auto node = graph->NodeOf(b->id);
      EXPECT_NEAR(explain(policy).score,
                  mutual <= 0 ? 0
                              : (1 - p - c) * mutual + p * graph->popularity(node) +
                                    c * connections.closeness(node),
                  1e-12);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryReciprocity, EvidencePropertyTest,
                         ::testing::Values(Reciprocity::kHarmonicMean, Reciprocity::kGeometricMean,
                                           Reciprocity::kArithmeticMean, Reciprocity::kMinimum));

TEST(EvidenceTest, TheTwoSidesOfAMatchMirrorEachOther) {
  const auto members = Features(RandomProfiles(21).MakeAll(40));
  const auto index = IndexOf(members);
  const Connections nobody(index->partnerships());
  for (std::size_t i = 1; i < members.size(); ++i) {
    const auto there = ExplainMatch(*index->model(), *members[0], *members[i], {}, Now(), nobody);
    const auto back = ExplainMatch(*index->model(), *members[i], *members[0], {}, Now(), nobody);
    EXPECT_NEAR(there.score, back.score, 1e-7);
    EXPECT_NEAR(there.gain, back.partner_gain, 1e-7);
  }
}

class WordedEvidenceTest : public ::testing::Test {
 protected:
  WordedEvidenceTest()
      : studio_(Features(Profile("studio", MemberKind::kSceneUnit, {"寻找游戏音乐和沉浸式展览"},
                                 {"composer jobs"}))),
        composer_(Features(Profile("composer", MemberKind::kCreator, {"composer jobs"},
                                   {"game music for every platform"}))),
        index_(IndexOf({studio_, composer_})) {}

  Explanation Explain(const std::vector<Partnership>& partnerships) {
    return ExplainMatch(*index_->model(), *studio_, *composer_, {}, Now(),
                        Connections(PartnerGraph::Build(partnerships), "studio"));
  }
  Evidence FindOfPair(EvidenceTerm term, const std::vector<Partnership>& partnerships) {
    for (const Evidence& e : Explain(partnerships).evidence) {
      if (e.term == term && e.side == EvidenceSide::kPair) return e;
    }
    ADD_FAILURE() << "no such evidence";
    return {};
  }
  Evidence Find(EvidenceTerm term, EvidenceSide side) {
    for (const Evidence& e : Explain({}).evidence) {
      if (e.term == term && e.side == side) return e;
    }
    ADD_FAILURE() << "no such evidence";
    return {};
  }

  std::shared_ptr<const MemberFeatures> studio_;
  std::shared_ptr<const MemberFeatures> composer_;
  std::shared_ptr<const MemberIndex> index_;
};

TEST_F(WordedEvidenceTest, NamesNeedOfferAndTopicInTheLanguageAskedFor) {
  const Evidence evidence = Find(EvidenceTerm::kTopics, EvidenceSide::kMember);
  EXPECT_EQ(evidence.need, "1");
  EXPECT_EQ(evidence.offer, "1");
  const Thesaurus& thesaurus = *BuiltInAnalyzer().thesaurus();
  EXPECT_THAT(Describe(evidence, thesaurus, Language::kEnglish),
              ::testing::StartsWith("shared topics: game music"));
  EXPECT_THAT(Describe(evidence, thesaurus, Language::kChinese),
              ::testing::StartsWith("共同主题：游戏音乐"));
}

TEST_F(WordedEvidenceTest, ShowsSharedWordsAsTheNeedWritesThem) {
  EXPECT_THAT(Find(EvidenceTerm::kWords, EvidenceSide::kPartner).words,
              ::testing::ElementsAre(::testing::Field(&SharedWord::word, "composer jobs")));
}

TEST_F(WordedEvidenceTest, CountsThePartnersThatThePartnerHasHad) {
  const Thesaurus& thesaurus = *BuiltInAnalyzer().thesaurus();
  const Evidence one = FindOfPair(EvidenceTerm::kPopularity, {{"composer", "x"}});
  EXPECT_EQ(Describe(one, thesaurus, Language::kEnglish), "has worked with 1 member");
  const Evidence two =
      FindOfPair(EvidenceTerm::kPopularity, {{"composer", "x"}, {"composer", "y"}});
  EXPECT_EQ(Describe(two, thesaurus, Language::kEnglish), "has worked with 2 members");
  EXPECT_EQ(Describe(two, thesaurus, Language::kChinese), "曾与2位成员合作");
}

TEST_F(WordedEvidenceTest, NamesThoseThroughWhomTwoAreConnected) {
  const Thesaurus& thesaurus = *BuiltInAnalyzer().thesaurus();
  const Evidence evidence =
      FindOfPair(EvidenceTerm::kCloseness,
                 {{"studio", "u"}, {"u", "v"}, {"u", "w"}, {"v", "composer"}, {"w", "composer"}});
  EXPECT_THAT(evidence.via, ::testing::ElementsAre("v", "w"));
  const auto name_of = [](const std::string& id) { return "the " + id; };
  EXPECT_EQ(Describe(evidence, thesaurus, Language::kEnglish, name_of),
            "connected by past partnerships through the v, the w");
  EXPECT_EQ(Describe(evidence, thesaurus, Language::kChinese), "通过v、w的以往合作相互关联");
}

TEST_F(WordedEvidenceTest, PartnersThatNobodyElseConnectsAreConnectedAllTheSame) {
  const Evidence evidence = FindOfPair(EvidenceTerm::kCloseness, {{"studio", "composer"}});
  const Thesaurus& thesaurus = *BuiltInAnalyzer().thesaurus();
  EXPECT_THAT(evidence.via, ::testing::IsEmpty());
  EXPECT_EQ(Describe(evidence, thesaurus, Language::kEnglish), "connected by past partnerships");
  EXPECT_EQ(Describe(evidence, thesaurus, Language::kChinese), "通过以往合作相互关联");
}

TEST_F(WordedEvidenceTest, APairOfPartnersIsExcludedByTheirPast) {
  EXPECT_THAT(Explain({}).exclusions, ::testing::IsEmpty());
  EXPECT_THAT(Explain({{"studio", "x"}, {"composer", "x"}}).exclusions, ::testing::IsEmpty());
  const auto exclusions = Explain({{"composer", "studio"}}).exclusions;
  ASSERT_EQ(exclusions.size(), 1U);
  EXPECT_EQ(exclusions[0].field, "interactions");
  EXPECT_EQ(Describe(exclusions[0], Language::kEnglish),
            "the member has worked with the other side already (interactions)");
  EXPECT_EQ(Describe(exclusions[0], Language::kChinese), "本方已与对方有过合作（interactions）");
}

TEST_F(WordedEvidenceTest, TermsOfANeedAddUpToItsScore) {
  Policy policy;
  policy.network = {0.3, 0.6};
  const auto graph = PartnerGraph::Build({{"composer", "x"}, {"composer", "y"}, {"x", "y"}});
  const Explanation explained = ExplainNeed(*index_->model(), studio_->needs[0], *composer_, policy,
                                            Now(), Connections(graph));
  const double share = 0.3 * 3 / 203;  // Of three partnerships.
  EXPECT_DOUBLE_EQ(explained.score, (1 - share) * explained.gain + share);
  EXPECT_NEAR(Sum(explained), explained.score, 1e-7);
}

TEST(DescribeTest, SaysThatOnlyCharactersAreSharedWhereNoWordIs) {
  Evidence evidence;
  evidence.term = EvidenceTerm::kWords;
  const Thesaurus& thesaurus = *BuiltInAnalyzer().thesaurus();
  EXPECT_EQ(Describe(evidence, thesaurus, Language::kEnglish), "shared Chinese characters");
  EXPECT_EQ(Describe(evidence, thesaurus, Language::kChinese), "共同用字");
  evidence.words = {{"game", 0.1, 1}, {"音乐", 0.05, 2}};
  EXPECT_EQ(Describe(evidence, thesaurus, Language::kEnglish), "shared words: game, 音乐");
  EXPECT_EQ(Describe(evidence, thesaurus, Language::kChinese), "共同用词：game、音乐");
}

TEST(ExclusionTest, NamesEveryRuleThatKeepsAPairApart) {
  MemberProfile a = Profile("a", MemberKind::kCreator, {"game music"}, {"jobs"});
  MemberProfile b = Profile("b", MemberKind::kInvestor, {"jobs"}, {"game music"});
  Rule rule;
  rule.strength = RuleStrength::kMustNot;
  rule.condition.kinds = SetOf(MemberKind::kInvestor);
  a.needs[0].rules = {rule};
  b.needs[0].deadline = Now();
  b.state = MemberState::kDraft;
  const auto reasons = FindExclusions(*Features(a), *Features(b), Now());
  std::vector<std::string> told;
  for (const ExclusionReason& r : reasons) told.push_back(Describe(r, Language::kEnglish));
  EXPECT_THAT(told, ::testing::ElementsAre(
                        "the partner is not active (state)",
                        "the member has a rule that excludes the other side (needs[0].rules[0])",
                        "the partner has closed this listing (needs[0].deadline)"));
}

TEST(ExclusionTest, ARuleOfOneListingLeavesTheOthers) {
  MemberProfile a = Profile("a", MemberKind::kCreator, {"game music", "studio space"}, {});
  Rule rule;
  rule.strength = RuleStrength::kMust;
  rule.condition.regions = {"JP"};
  a.needs[0].rules = {rule};
  const auto b = Features(Profile("b", MemberKind::kSceneUnit, {}, {"studio space"}));
  EXPECT_TRUE(FindExclusions(*Features(a), *b, Now()).empty());
}

}  // namespace
}  // namespace counterpoint::matching
