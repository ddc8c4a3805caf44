#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "matching/ranking/evidence.h"
#include "matching/ranking/ranking.h"
#include "matching/score/gain.h"
#include "tests/matching/partnerships.h"
#include "tests/matching/profiles.h"
#include "tests/matching/ranking/plain_ranking.h"

namespace counterpoint::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A game company, the composer it should meet, and others.
class RecommendationTest : public ::testing::Test {
 protected:
  RecommendationTest()
      : profiles_{Profile("studio", MemberKind::kSceneUnit,
                          {"adaptive game music for a role-playing game"},
                          {"game development internships for composers"}),
                  Profile("composer", MemberKind::kCreator, {"internships in game development"},
                          {"original game music and adaptive scores"}),
                  Profile("museum", MemberKind::kSceneUnit, {"motion capture for an exhibit"},
                          {"a venue for exhibitions of game art"}),
                  Profile("lab", MemberKind::kResearchInstitution,
                          {"funding for research on robots"}, {"motion capture research"})} {}

  Ranking Recommend(const std::string& id, const RankingQuery& query = Query()) {
    const auto members = Features(profiles_);
    const auto index = IndexOf(members);
    return RecommendPartners(*index, *index->Find(id), query, RunInTurn);
  }
  Ranking RecommendAmong(const std::vector<Partnership>& partnerships, const std::string& id,
                         const RankingQuery& query = Query()) {
    const auto index =
        IndexOf(Features(profiles_))->WithPartnerships(PartnerGraph::Build(partnerships), 2);
    return RecommendPartners(*index, *index->Find(id), query, RunInTurn);
  }
  MemberProfile& Member(const std::string& id) {
    return *std::find_if(profiles_.begin(), profiles_.end(),
                         [&](const MemberProfile& p) { return p.id == id; });
  }

  std::vector<MemberProfile> profiles_;
};

TEST_F(RecommendationTest, ListsWhoGainsFromWhomFirst) {
  const Ranking ranking = Recommend("studio");
  ASSERT_FALSE(ranking.matches.empty());
  EXPECT_EQ(ranking.matches[0].partner->id, "composer");
  EXPECT_GT(ranking.matches[0].gain, 0);
  EXPECT_GT(ranking.matches[0].partner_gain, 0);
  EXPECT_EQ(ranking.eligible, 3);
}

TEST_F(RecommendationTest, NeverListsTheMemberItself) {
  EXPECT_THAT(Ids(Recommend("composer")), ::testing::Not(::testing::Contains("composer")));
}

TEST_F(RecommendationTest, AChineseNeedMeetsAnEnglishOffer) {
  Member("studio").needs = {Listing("1", "为角色扮演游戏寻找游戏音乐")};
  const Ranking ranking = Recommend("studio");
  ASSERT_FALSE(ranking.matches.empty());
  EXPECT_EQ(ranking.matches[0].partner->id, "composer");
}

TEST_F(RecommendationTest, PausedAndFullMembersAreRecommendedToNobody) {
  Member("composer").state = MemberState::kPaused;
  Member("lab").capacity = 0;
  const Ranking ranking = Recommend("studio");
  EXPECT_THAT(Ids(ranking), ::testing::Not(::testing::Contains("composer")));
  EXPECT_EQ(ranking.eligible, 1);
  EXPECT_FALSE(Recommend("composer").matches.empty());
}

TEST_F(RecommendationTest, ARuleOfEitherSideKeepsThePairApart) {
  Rule rule;
  rule.strength = RuleStrength::kMustNot;
  rule.condition.kinds = SetOf(MemberKind::kSceneUnit);
  for (auto* listings : {&Member("composer").needs, &Member("composer").offers}) {
    for (ListingProfile& listing : *listings) listing.rules = {rule};
  }
  EXPECT_THAT(Ids(Recommend("studio")), ::testing::Not(::testing::Contains("composer")));
  EXPECT_THAT(Ids(Recommend("composer")), ::testing::Not(::testing::Contains("studio")));
}

TEST_F(RecommendationTest, AClosedListingMatchesNothing) {
  Member("composer").offers[0].deadline = Now();
  Member("composer").needs[0].expire_time = Now() - absl::Seconds(1);
  EXPECT_THAT(Ids(Recommend("studio")), ::testing::Not(::testing::Contains("composer")));
}

TEST_F(RecommendationTest, FilterExclusionAndFloorKeepMembersOut) {
  RankingQuery query = Query();
  query.exclude = {"composer"};
  EXPECT_THAT(Ids(Recommend("studio", query)), ::testing::Not(::testing::Contains("composer")));
  query = Query();
  MemberCondition creators;
  creators.kinds = SetOf(MemberKind::kCreator);
  query.filter = Condition(*BuiltInAnalyzer().thesaurus(), creators);
  EXPECT_THAT(Ids(Recommend("studio", query)), ElementsAre("composer"));
  query.policy.floor = 0.99;
  const Ranking abstained = Recommend("studio", query);
  EXPECT_THAT(abstained.matches, IsEmpty());
  EXPECT_EQ(abstained.eligible, 1);
}

TEST_F(RecommendationTest, ANeedOfSomebodyUnknownFindsOffersAlone) {
  const auto index = IndexOf(Features(profiles_));
  const ListingFeatures need = MakeListingFeatures(BuiltInAnalyzer(), Listing("", "动作捕捉"));
  const Ranking ranking = MatchNeed(*index, need, Query(), RunInTurn);
  ASSERT_FALSE(ranking.matches.empty());
  EXPECT_EQ(ranking.matches[0].partner->id, "lab");
  EXPECT_EQ(ranking.matches[0].score, ranking.matches[0].gain);
}

TEST_F(RecommendationTest, WhomTheMemberHasWorkedWithIsListedOnRequestAlone) {
  const std::vector<Partnership> partnerships = {{"studio", "composer"}, {"lab", "museum"}};
  const Ranking others = RecommendAmong(partnerships, "studio");
  EXPECT_THAT(Ids(others), ::testing::Not(::testing::Contains("composer")));
  EXPECT_EQ(others.eligible, 2);
  EXPECT_THAT(Ids(RecommendAmong(partnerships, "composer")),
              ::testing::Not(::testing::Contains("studio")));
  RankingQuery query = Query();
  query.include_partners = true;
  const Ranking all = RecommendAmong(partnerships, "studio", query);
  EXPECT_THAT(Ids(all), ::testing::Contains("composer"));
  EXPECT_EQ(all.eligible, 3);
}

TEST_F(RecommendationTest, WhoIsKeptApartIsNotListedEvenWherePartnersAre) {
  RankingQuery query = Query();
  query.include_partners = true;
  query.kept_apart = {{"composer", KeptApartBy::kDecline}, {"nobody", KeptApartBy::kConflict}};
  const Ranking ranking = RecommendAmong({{"studio", "composer"}}, "studio", query);
  EXPECT_THAT(Ids(ranking), ::testing::Not(::testing::Contains("composer")));
  EXPECT_EQ(ranking.eligible, 2);
}

TEST_F(RecommendationTest, OfTwoEqualProfilesTheMorePopularComesFirst) {
  profiles_.push_back(Member("composer"));
  profiles_.back().id = "a-composer";
  ASSERT_EQ(Recommend("studio").matches[0].partner->id, "a-composer");
  const Ranking ranking = RecommendAmong({{"composer", "lab"}}, "studio");
  EXPECT_EQ(ranking.matches[0].partner->id, "composer");
  EXPECT_GT(ranking.matches[0].score, ranking.matches[1].score);
  EXPECT_EQ(ranking.matches[0].gain, ranking.matches[1].gain);
}

TEST_F(RecommendationTest, OfTwoEqualProfilesTheCloserComesFirst) {
  profiles_.push_back(Member("composer"));
  profiles_.back().id = "a-composer";
  // "composer" has worked with the lab, who has worked with the studio's
  // partner; "a-composer" is as popular.
  const Ranking ranking = RecommendAmong(
      {{"studio", "museum"}, {"museum", "lab"}, {"lab", "composer"}, {"a-composer", "nobody"}},
      "studio");
  EXPECT_EQ(ranking.matches[0].partner->id, "composer");
  EXPECT_GT(ranking.matches[0].score, ranking.matches[1].score);
}

TEST_F(RecommendationTest, APopularMemberThatBringsNothingIsNotListed) {
  profiles_.push_back(Profile("hub", MemberKind::kInvestor, {"zzyzx"}, {"quux"}));
  std::vector<Partnership> partnerships = {{"studio", "lab"}, {"lab", "museum"}};
  for (const char* id : {"lab", "museum", "composer", "x", "y", "z"}) {
    partnerships.push_back({"hub", id});
  }
  RankingQuery query = Query();
  query.policy.network = {0.4, 0.5};
  EXPECT_THAT(Ids(RecommendAmong(partnerships, "studio", query)),
              ::testing::Not(::testing::Contains("hub")));
}

TEST_F(RecommendationTest, ANeedOfSomebodyUnknownCountsPopularityAlone) {
  const auto plain = IndexOf(Features(profiles_));
  const auto index = plain->WithPartnerships(
      PartnerGraph::Build({{"lab", "museum"}, {"lab", "composer"}, {"lab", "studio"}}), 2);
  const ListingFeatures need =
      MakeListingFeatures(BuiltInAnalyzer(), Listing("", "motion capture and game music"));
  RankingQuery query = Query();
  query.policy.network = {0.3, 0.6};
  const Ranking ranking = MatchNeed(*index, need, query, RunInTurn);
  ASSERT_EQ(ranking.matches.size(), 4U);
  for (const RankedMatch& match : ranking.matches) {
    const double share = 0.3 * 3 / 203;  // Of three partnerships.
    EXPECT_DOUBLE_EQ(
        match.score,
        (1 - share) * match.gain + share * index->partnerships()->popularity(
                                               index->partnerships()->NodeOf(match.partner->id)));
  }
  EXPECT_EQ(MatchNeed(*plain, need, query, RunInTurn).matches[0].score,
            MatchNeed(*plain, need, query, RunInTurn).matches[0].gain);
}

// A hall that looks for an orchestra and says no more, somebody who looks for
// the same, and an orchestra that looks for something else.
class SeekerWithoutOffersTest : public ::testing::Test {
 protected:
  SeekerWithoutOffersTest()
      : profiles_{Profile("hall", MemberKind::kSceneUnit,
                          {"a chamber orchestra for a concert season"}, {}),
                  Profile("theatre", MemberKind::kSceneUnit,
                          {"a chamber orchestra for a concert season"}, {}),
                  Profile("orchestra", MemberKind::kCreator, {"insurance of instruments"},
                          {"concerts by a chamber orchestra"})} {}

  Ranking Recommend(const std::string& id, Reciprocity rule = Reciprocity::kHarmonicMean) const {
    const auto index = IndexOf(Features(profiles_));
    RankingQuery query = Query();
    query.policy.reciprocity = rule;
    return RecommendPartners(*index, *index->Find(id), query, RunInTurn);
  }

  std::vector<MemberProfile> profiles_;
};

TEST_F(SeekerWithoutOffersTest, IsNotFoundByANeedOfTheSame) {
  const auto index = IndexOf(Features(profiles_));
  const ListingFeatures need =
      MakeListingFeatures(BuiltInAnalyzer(), Listing("", "a chamber orchestra"));
  EXPECT_THAT(Ids(MatchNeed(*index, need, Query(), RunInTurn)), ElementsAre("orchestra"));
}

TEST_F(SeekerWithoutOffersTest, IsNotRecommendedToWhoLooksForTheSame) {
  EXPECT_THAT(Ids(Recommend("hall")), ElementsAre("orchestra"));
}

TEST_F(SeekerWithoutOffersTest, BringsItsCustomToWhoLooksForSomethingElse) {
  const Ranking of_hall = Recommend("hall");
  ASSERT_EQ(of_hall.matches.size(), 1U);
  EXPECT_EQ(of_hall.matches[0].partner_gain, kCustom * of_hall.matches[0].gain);
  const Ranking of_orchestra = Recommend("orchestra");
  EXPECT_THAT(Ids(of_orchestra), ElementsAre("hall", "theatre"));
  EXPECT_EQ(of_orchestra.matches[0].score, of_hall.matches[0].score);
}

TEST_F(SeekerWithoutOffersTest, ComesAfterACustomerThatMeetsAStatedNeed) {
  profiles_[1].offers = {Listing("1", "insurance of instruments")};
  EXPECT_THAT(Ids(Recommend("orchestra")), ElementsAre("theatre", "hall"));
}

TEST_F(SeekerWithoutOffersTest, IsExplainedByItsOwnNeedUnderEveryRule) {
  const auto members = Features(profiles_);
  const auto index = IndexOf(members);
  for (const Reciprocity rule : {Reciprocity::kHarmonicMean, Reciprocity::kGeometricMean,
                                 Reciprocity::kArithmeticMean, Reciprocity::kMinimum}) {
    const Ranking ranking = Recommend("hall", rule);
    ASSERT_FALSE(ranking.matches.empty());
    Policy policy;
    policy.reciprocity = rule;
    const Explanation explained =
        ExplainMatch(*index->model(), *members[0], *members[2], policy, Now(),
                     Connections(index->partnerships(), members[0]->id));
    EXPECT_NEAR(explained.score, ranking.matches[0].score, 1e-6);
    double sum = 0;
    for (const Evidence& evidence : explained.evidence) {
      EXPECT_EQ(evidence.side, EvidenceSide::kMember);
      sum += evidence.contribution;
    }
    EXPECT_NEAR(sum, explained.score, 1e-6);
  }
}

// The blocked scan with its bounds against every pair judged on its own.
class RecommendationPropertyTest : public ::testing::TestWithParam<Reciprocity> {};

TEST_P(RecommendationPropertyTest, AgreesWithThePlainTwin) {
  const auto members = Features(RandomProfiles(static_cast<unsigned>(GetParam())).MakeAll(300));
  const auto index = IndexOf(members);
  RankingQuery query = Query(25);
  query.policy.reciprocity = GetParam();
  query.policy.floor = 0.02;
  query.exclude = {"m-1003", "m-1040"};
  for (std::size_t i = 0; i < members.size(); i += 11) {
    const Ranking ranking = RecommendPartners(*index, *members[i], query, RunInTurn);
    const Ranking plain = PlainRecommendation(*index, *members[i], query);
    EXPECT_EQ(ranking.eligible, plain.eligible);
    ASSERT_EQ(ranking.matches.size(), std::min<std::size_t>(25, plain.matches.size()));
    for (std::size_t k = 0; k < ranking.matches.size(); ++k) {
      EXPECT_NEAR(ranking.matches[k].score, plain.matches[k].score, 1e-6);
    }
  }
}

TEST_P(RecommendationPropertyTest, AgreesWithThePlainTwinWithAnyPartnerships) {
  RandomProfiles random(40 + static_cast<unsigned>(GetParam()));
  const auto members = Features(random.MakeAll(300));
  const auto profiles_alone = IndexOf(members);
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const auto index =
        profiles_alone->WithPartnerships(RandomGraph(seed, 320, 1U << (seed + 3)), 2);
    RankingQuery query = Query(1 + static_cast<std::size_t>(random.Below(40)));
    query.policy.reciprocity = GetParam();
    query.policy.floor = random.Below(2) * 0.1;
    query.policy.network = {random.Below(6) * 0.1, random.Below(5) * 0.1};
    query.include_partners = random.Below(2) == 0;
    for (int i = random.Below(30); i > 0; --i) {
      const std::size_t at = static_cast<std::size_t>(random.Below(300));
      query.kept_apart.emplace(members[at]->id, KeptApartBy::kDecline);
    }
    for (std::size_t i = seed; i < members.size(); i += 61) {
      const Ranking ranking = RecommendPartners(*index, *members[i], query, RunInTurn);
      const Ranking plain = PlainRecommendation(*index, *members[i], query);
      EXPECT_EQ(ranking.eligible, plain.eligible);
      ASSERT_EQ(ranking.matches.size(), std::min(query.limit, plain.matches.size()));
      for (std::size_t k = 0; k < ranking.matches.size(); ++k) {
        EXPECT_NEAR(ranking.matches[k].score, plain.matches[k].score, 1e-6);
      }
    }
  }
}

TEST_P(RecommendationPropertyTest, WithoutSharesPartnershipsChangeNoScore) {
  const auto members = Features(RandomProfiles(50).MakeAll(200));
  const auto plain = IndexOf(members);
  const auto index = plain->WithPartnerships(RandomGraph(50, 200, 400), 2);
  RankingQuery query = Query(50);
  query.policy.reciprocity = GetParam();
  query.policy.network = {0, 0};
  query.include_partners = true;
  for (std::size_t i = 0; i < members.size(); i += 13) {
    const Ranking with = RecommendPartners(*index, *members[i], query, RunInTurn);
    const Ranking without = RecommendPartners(*plain, *members[i], query, RunInTurn);
    ASSERT_EQ(Ids(with), Ids(without));
    for (std::size_t k = 0; k < with.matches.size(); ++k) {
      EXPECT_EQ(with.matches[k].score, without.matches[k].score);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryReciprocity, RecommendationPropertyTest,
                         ::testing::Values(Reciprocity::kHarmonicMean, Reciprocity::kGeometricMean,
                                           Reciprocity::kArithmeticMean, Reciprocity::kMinimum));

TEST(NeedPropertyTest, AgreesWithThePlainTwinWithAnyPartnerships) {
  RandomProfiles random(60);
  const auto members = Features(random.MakeAll(300));
  const auto profiles_alone = IndexOf(members);
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const auto index =
        profiles_alone->WithPartnerships(RandomGraph(seed, 320, 1U << (seed + 3)), 2);
    RankingQuery query = Query(1 + static_cast<std::size_t>(random.Below(20)));
    query.policy.network = {random.Below(9) * 0.1, 0.1};
    const ListingFeatures& need = members[seed * 30]->needs[0];
    const Ranking ranking = MatchNeed(*index, need, query, RunInTurn);
    const Ranking plain = PlainNeedRanking(*index, need, query);
    ASSERT_EQ(ranking.matches.size(), std::min(query.limit, plain.matches.size()));
    for (std::size_t k = 0; k < ranking.matches.size(); ++k) {
      EXPECT_NEAR(ranking.matches[k].score, plain.matches[k].score, 1e-6);
    }
  }
}

TEST(RecommendationOrderTest, AShorterListBeginsALongerOne) {
  const auto members = Features(RandomProfiles(9).MakeAll(300));
  const auto index = IndexOf(members);
  for (const double diversity : {0.0, 0.4}) {
    RankingQuery query = Query(12);
    query.policy.diversity = diversity;
    const auto some = Ids(RecommendPartners(*index, *members[5], query, RunInTurn));
    query.limit = 220;
    auto more = Ids(RecommendPartners(*index, *members[5], query, RunInTurn));
    more.resize(some.size());
    EXPECT_EQ(some, more);
  }
}

TEST(RecommendationOrderTest, ThreadsDoNotChangeTheList) {
  const auto members = Features(RandomProfiles(10).MakeAll(500));
  auto index = IndexOf(members);
  // Several parts, so that there are several tasks.
  for (int i = 0; i < 3; ++i) {
    index = index->With({members.begin() + i * 40, members.begin() + i * 40 + 30 - i * 12}, {}, 2);
  }
  const auto threads = [](int tasks, const std::function<void(int)>& body) {
    std::vector<std::thread> running;
    for (int i = tasks - 1; i >= 0; --i) running.emplace_back(body, i);
    for (std::thread& thread : running) thread.join();
  };
  for (std::size_t i = 0; i < members.size(); i += 50) {
    EXPECT_EQ(Ids(RecommendPartners(*index, *members[i], Query(20), threads)),
              Ids(RecommendPartners(*index, *members[i], Query(20), RunInTurn)));
  }
}

TEST(DiversityTest, ADoubleOfTheBestGivesWay) {
  const auto twin = [](const std::string& id) {
    return Profile(id, MemberKind::kCreator, {"game studio jobs"}, {"game music"});
  };
  const auto index = IndexOf(Features(std::vector{
      twin("a"), twin("b"),
      Profile("c", MemberKind::kCreator, {"game studio jobs"}, {"sound effects and game music"}),
      Profile("d", MemberKind::kInvestor, {"museum shops"}, {"seed funding"})}));
  const auto asker =
      Features(Profile("asker", MemberKind::kSceneUnit, {"game music"}, {"game studio jobs"}));
  RankingQuery query = Query(2);
  EXPECT_THAT(Ids(RecommendPartners(*index, *asker, query, RunInTurn)), ElementsAre("a", "b"));
  query.policy.diversity = 0.6;
  EXPECT_THAT(Ids(RecommendPartners(*index, *asker, query, RunInTurn)), ElementsAre("a", "c"));
}

TEST(SimilarMembersTest, TheNearestProfileComesFirstAndItselfNever) {
  const auto index = IndexOf(Features(
      std::vector{Profile("a", MemberKind::kCreator, {}, {"game music and orchestration"}),
                  Profile("b", MemberKind::kCreator, {}, {"music for games, orchestration"}),
                  Profile("c", MemberKind::kInvestor, {}, {"seed funding for museums"})}));
  const Ranking ranking = SimilarMembers(*index, *index->Find("a"), Query(), RunInTurn);
  ASSERT_FALSE(ranking.matches.empty());
  EXPECT_EQ(ranking.matches[0].partner->id, "b");
  EXPECT_THAT(Ids(ranking), ::testing::Not(::testing::Contains("a")));
}

}  // namespace
}  // namespace counterpoint::matching
