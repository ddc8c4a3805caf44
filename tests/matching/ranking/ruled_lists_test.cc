// Lists under rules of the staff.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "matching/ranking/pair_judgement.h"
#include "matching/ranking/wording.h"
#include "tests/matching/partnerships.h"
#include "tests/matching/ranking/missed_partner.h"
#include "tests/matching/ranking/plain_ranking.h"
#include "tests/matching/ranking/random_rules.h"

namespace counterpoint::matching {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

MemberProfile Composer(const std::string& id) {
  return Profile(id, MemberKind::kCreator, {"internships in game development"},
                 {"original game music and adaptive scores"});
}

// A studio, three composers whose ids break their ties, and a lab that shares
// nothing with the studio.
class RuledListsTest : public ::testing::Test {
 protected:
  RuledListsTest()
      : profiles_{Profile("studio", MemberKind::kSceneUnit, {"adaptive game music"},
                          {"game development internships for composers"}),
                  Composer("a"), Composer("b"), Composer("c"),
                  Profile("lab", MemberKind::kResearchInstitution, {"quux"}, {"zzyzx"})} {}

  Ranking List(std::vector<StaffRule> rules, std::size_t limit = 10) {
    rules_ = StaffRules(std::move(rules));
    query_ = Query(limit);
    query_.policy.floor = floor_;
    query_.rules = &rules_;
    return AskedAlliance(profiles_).List("studio", query_);
  }
  WhyNotAnswer WhyNot(const std::string& partner, std::vector<StaffRule> rules,
                      std::size_t limit = 10) {
    List(std::move(rules), limit);
    return AskedAlliance(profiles_).Ask("studio", partner, query_);
  }
  double Score(const Ranking& ranking, const std::string& id) {
    for (const RankedMatch& match : ranking.matches) {
      if (match.partner->id == id) return match.score;
    }
    return -1;
  }

  std::vector<MemberProfile> profiles_;
  double floor_ = 0;
  StaffRules rules_;
  RankingQuery query_;
};

TEST_F(RuledListsTest, AVetoedPartnerIsNeitherListedNorEligible) {
  const Ranking ranking = List({Veto("no-b", Among({"b"}))});
  EXPECT_THAT(Ids(ranking), ElementsAre("a", "c"));
  EXPECT_EQ(ranking.eligible, 3);
}

TEST_F(RuledListsTest, FactorsMoveScoresAndPlaces) {
  const double plain = Score(List({}), "c");
  const Ranking ranking =
      List({Times("more", 1.5, Among({"c"})), Times("less", 0.5, Among({"a"}))});
  EXPECT_THAT(Ids(ranking), ElementsAre("c", "b", "a"));
  EXPECT_DOUBLE_EQ(ranking.matches[0].score, std::min(1.0, 1.5 * plain));
  EXPECT_DOUBLE_EQ(ranking.matches[2].score, 0.5 * plain);
  EXPECT_EQ(ranking.matches[0].gain, ranking.matches[1].gain);
}

TEST_F(RuledListsTest, TheFloorIsForTheMovedScore) {
  floor_ = Score(List({}), "a") * 0.9;
  EXPECT_THAT(Ids(List({Times("less", 0.5, Among({"a"}))})), ElementsAre("b", "c"));
  floor_ = Score(List({}), "a") * 1.1;
  EXPECT_THAT(Ids(List({Times("more", 1.5, Among({"b"}))})), ElementsAre("b"));
}

TEST_F(RuledListsTest, APinnedPartnerIsShownWhateverItsScore) {
  floor_ = 0.01;
  const Ranking ranking = List({Pin("lab-first", {"lab", "c"})}, 3);
  EXPECT_THAT(Ids(ranking), ElementsAre("lab", "c", "a"));
  EXPECT_TRUE(ranking.matches[0].pinned);
  EXPECT_EQ(ranking.matches[0].score, 0);
  EXPECT_EQ(ranking.eligible, 4);
}

TEST_F(RuledListsTest, WhatKeepsAPartnerOutKeepsAPinnedOneOut) {
  const std::vector<StaffRule> pin = {Pin("lab-first", {"lab", "gone", "studio"})};
  EXPECT_THAT(Ids(List(pin)), Contains("lab"));
  EXPECT_THAT(Ids(List({pin[0], Veto("no-lab", Among({"lab"}))})), Not(Contains("lab")));
  query_.rules = &rules_;
  rules_ = StaffRules(pin);
  query_.exclude = {"lab"};
  EXPECT_THAT(Ids(AskedAlliance(profiles_).List("studio", query_)), Not(Contains("lab")));
  query_.exclude.clear();
  query_.filter = OfKinds(SetOf(MemberKind::kCreator));
  EXPECT_THAT(Ids(AskedAlliance(profiles_).List("studio", query_)), Not(Contains("lab")));
  query_.filter = {};
  const std::vector<Partnership> partners = {{"studio", "lab"}};
  EXPECT_THAT(Ids(AskedAlliance(profiles_, partners).List("studio", query_)), Not(Contains("lab")));
  query_.include_partners = true;
  EXPECT_THAT(Ids(AskedAlliance(profiles_, partners).List("studio", query_)), Contains("lab"));
  profiles_[4].state = MemberState::kPaused;
  EXPECT_THAT(Ids(List(pin)), Not(Contains("lab")));
  profiles_[4].state = MemberState::kActive;
  profiles_[4].capacity = 0;
  EXPECT_THAT(Ids(List(pin)), Not(Contains("lab")));
}

TEST_F(RuledListsTest, ARuleOfAListingKeepsAPinnedPartnerOut) {
  Rule rule;
  rule.strength = RuleStrength::kMustNot;
  rule.condition.kinds = SetOf(MemberKind::kSceneUnit);
  profiles_[1].needs[0].rules = {rule};
  profiles_[1].offers[0].rules = {rule};
  EXPECT_THAT(Ids(List({Pin("a-first", {"a"})})), ElementsAre("b", "c"));
  profiles_[1].offers[0].rules = {};
  // What is left has no score, as the composer would gain nothing.
  EXPECT_THAT(Ids(List({Pin("a-first", {"a"})})), ElementsAre("b", "c"));
}

TEST_F(RuledListsTest, NeedsOfSomebodyUnknownAndLikenessKnowNoRules) {
  const auto index = IndexOf(Features(profiles_));
  const StaffRules rules({Veto("nobody", {}), Pin("lab-first", {"lab"})});
  RankingQuery query = Query();
  query.rules = &rules;
  const ListingFeatures need = MakeListingFeatures(BuiltInAnalyzer(), Listing("", "game music"));
  EXPECT_THAT(Ids(MatchNeed(*index, need, query, RunInTurn)), ElementsAre("a", "b", "c", "studio"));
  EXPECT_THAT(Ids(SimilarMembers(*index, *index->Find("a"), query, RunInTurn)), Contains("b"));
}

TEST_F(RuledListsTest, TheRulesPartOfTheScoreIsATermOfItsOwn) {
  const Ranking ranking =
      List({Times("more", 1.5, Among({"c"})), Times("less", 0.5, Among({"a"}))});
  const auto index = IndexOf(Features(profiles_));
  const AskerRules own = rules_.For(*index->Find("studio"));
  const Connections nobody(index->partnerships(), "studio");
  for (const RankedMatch& match : ranking.matches) {
    const Explanation explained = ExplainMatch(*index->model(), *index->Find("studio"),
                                               *match.partner, query_.policy, Now(), nobody, &own);
    EXPECT_NEAR(explained.score, match.score, 1e-6);
    double sum = 0;
    double of_rules = 0;
    for (const Evidence& evidence : explained.evidence) {
      sum += evidence.contribution;
      if (evidence.term == EvidenceTerm::kStaffRule) of_rules += evidence.contribution;
    }
    EXPECT_NEAR(sum, match.score, 1e-6);
    EXPECT_EQ(of_rules > 0, match.partner->id == "c");
    EXPECT_EQ(of_rules < 0, match.partner->id == "a");
  }
}

TEST_F(RuledListsTest, TheTermIsWordedByItsDirection) {
  Evidence evidence;
  evidence.term = EvidenceTerm::kStaffRule;
  evidence.contribution = -0.1;
  const Thesaurus& thesaurus = *BuiltInAnalyzer().thesaurus();
  EXPECT_EQ(Describe(evidence, thesaurus, Language::kEnglish), "lowered by a rule of the staff");
  EXPECT_EQ(Describe(evidence, thesaurus, Language::kChinese), "工作人员的规则降低了得分");
  evidence.contribution = 0.1;
  EXPECT_EQ(Describe(evidence, thesaurus, Language::kEnglish), "raised by a rule of the staff");
}

TEST_F(RuledListsTest, AVetoIsAnExclusionThatNoChangeUndoes) {
  const WhyNotAnswer answer = WhyNot("b", {Veto("no-b", Among({"b"}))});
  EXPECT_EQ(answer.reason, WhyNotReason::kRule);
  ASSERT_THAT(answer.exclusions, SizeIs(1));
  EXPECT_EQ(answer.exclusions[0].field, "staff_rules");
  EXPECT_EQ(answer.exclusions[0].staff_rule, "no-b");
  EXPECT_EQ(answer.rank, 2);
  EXPECT_GT(answer.pair.score, 0);
  EXPECT_THAT(answer.remedies, IsEmpty());
  EXPECT_EQ(Describe(answer.exclusions[0], Language::kEnglish),
            "the staff's rule \"no-b\" vetoes the partner (staff_rules)");
  EXPECT_EQ(Describe(answer.exclusions[0], Language::kChinese),
            "工作人员的规则“no-b”不推荐对方（staff_rules）");
}

TEST_F(RuledListsTest, ADemotionIsTheReasonWhereTheScoreWouldDoWithoutIt) {
  const std::vector<StaffRule> rules = {Times("less-a", 0.4, Among({"a"}))};
  const WhyNotAnswer answer = WhyNot("a", rules, 2);
  EXPECT_EQ(answer.reason, WhyNotReason::kRule);
  ASSERT_THAT(answer.exclusions, SizeIs(1));
  EXPECT_EQ(answer.exclusions[0].staff_rule, "less-a");
  EXPECT_THAT(Describe(answer.exclusions[0], Language::kEnglish), HasSubstr("lowers the score"));
  EXPECT_EQ(answer.rank, 3);
  EXPECT_GT(answer.gap, 0);
  // With three places it is listed.
  EXPECT_EQ(WhyNot("a", rules, 3).reason, WhyNotReason::kListed);
  // "c" would be third anyway.
  EXPECT_EQ(WhyNot("c", {Times("less-c", 0.4, Among({"c"}))}, 2).reason, WhyNotReason::kOutranked);
  floor_ = Score(List({}), "a") * 0.9;
  EXPECT_EQ(WhyNot("a", rules).reason, WhyNotReason::kRule);
}

TEST_F(RuledListsTest, APinnedPartnerIsListedAndSaidToBePinned) {
  const WhyNotAnswer answer = WhyNot("lab", {Pin("lab-first", {"lab"})}, 2);
  EXPECT_EQ(answer.reason, WhyNotReason::kListed);
  EXPECT_TRUE(answer.pinned);
}

TEST_F(RuledListsTest, WhomPinsPushOutIsOutranked) {
  const WhyNotAnswer answer = WhyNot("b", {Pin("lab-first", {"lab"})}, 2);
  EXPECT_EQ(answer.reason, WhyNotReason::kOutranked);
  EXPECT_EQ(answer.rank, 2);
  const WhyNotAnswer full = WhyNot("a", {Pin("lab-first", {"lab", "c"})}, 2);
  EXPECT_EQ(full.reason, WhyNotReason::kOutranked);
  EXPECT_EQ(full.threshold, 1);
}

// Against every pair judged on its own.
TEST(RuledListsPropertyTest, AgreeWithThePlainTwin) {
  RandomProfiles random(70);
  const auto members = Features(random.MakeAll(250));
  const auto profiles_alone = IndexOf(members);
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const auto index = profiles_alone->WithPartnerships(RandomGraph(seed, 250, 200), 2);
    const StaffRules rules(RandomRules(random, 1 + random.Below(8), 250));
    RankingQuery query = Query(1 + static_cast<std::size_t>(random.Below(40)));
    query.policy.reciprocity = static_cast<Reciprocity>(1 + random.Below(4));
    query.policy.floor = random.Below(3) * 0.05;
    query.include_partners = random.Below(2) == 0;
    query.rules = &rules;
    for (std::size_t i = seed; i < members.size(); i += 53) {
      const AskerRules own = rules.For(*members[i]);
      const Connections connections(index->partnerships(), members[i]->id);
      Ranking plain = PlainRecommendation(*index, *members[i], query);
      std::vector<RankedMatch> expected;
      for (const std::string& id : own.pinned()) {
        const auto partner = index->Find(id);
        if (partner == nullptr ||
            !PlainlyEligible(*index->partnerships(), *members[i], *partner, query)) {
          continue;
        }
        const RankedMatch match = JudgePair(*index, connections, *members[i], partner, query);
        if (!FindRuleExclusions(*index, connections, *members[i], match, query).empty()) continue;
        expected.push_back(match);
      }
      for (const RankedMatch& match : plain.matches) {
        if (std::count(own.pinned().begin(), own.pinned().end(), match.partner->id) == 0) {
          expected.push_back(match);
        }
      }
      if (expected.size() > query.limit) expected.resize(query.limit);
      const Ranking ranking = RecommendPartners(*index, *members[i], query, RunInTurn);
      EXPECT_EQ(ranking.eligible, plain.eligible);
      ASSERT_EQ(ranking.matches.size(), expected.size());
      for (std::size_t k = 0; k < expected.size(); ++k) {
        ASSERT_NEAR(ranking.matches[k].score, expected[k].score, 1e-6);
        if (ranking.matches[k].pinned) {
          ASSERT_EQ(ranking.matches[k].partner, expected[k].partner);
        }
      }
    }
  }
}

TEST(RuledListsPropertyTest, AShorterListBeginsALongerOneWhateverTheRules) {
  RandomProfiles random(71);
  const auto members = Features(random.MakeAll(300));
  const auto index = IndexOf(members);
  for (int round = 0; round < 12; ++round) {
    const StaffRules rules(RandomRules(random, 6, 300));
    RankingQuery query = Query(260);
    query.rules = &rules;
    query.policy.diversity = random.Below(2) * 0.4;
    if (random.Below(2) == 0) {
      query.policy.acceptance.emplace().weights[static_cast<std::size_t>(EvidenceTerm::kTopics)] =
          9;
    }
    const MemberFeatures& member = *members[static_cast<std::size_t>(random.Below(300))];
    const auto longer = Ids(RecommendPartners(*index, member, query, RunInTurn));
    for (const std::size_t limit : {1U, 7U, 40U}) {
      query.limit = limit;
      auto front = longer;
      if (front.size() > limit) front.resize(limit);
      ASSERT_EQ(Ids(RecommendPartners(*index, member, query, RunInTurn)), front);
    }
  }
}

TEST(RuledListsPropertyTest, WhyNotAgreesWithTheListAndItsRemediesDo) {
  RandomProfiles random(72);
  const AskedAlliance alliance(random.MakeAll(40));
  for (int round = 0; round < 12; ++round) {
    const StaffRules rules(RandomRules(random, 5, 40));
    RankingQuery query = Query(5);
    query.rules = &rules;
    query.policy.floor = 0.02;
    query.policy.diversity = random.Below(3) == 0 ? 0.4 : 0;
    const std::string member = alliance.profiles()[static_cast<std::size_t>(random.Below(40))].id;
    const std::string partner = alliance.profiles()[static_cast<std::size_t>(random.Below(40))].id;
    if (member == partner) continue;
    const WhyNotAnswer answer = alliance.Ask(member, partner, query);
    const auto listed = Ids(alliance.List(member, query));
    ASSERT_EQ(answer.reason == WhyNotReason::kListed,
              std::count(listed.begin(), listed.end(), partner) == 1);
    for (const Remedy& remedy : answer.remedies) {
      const Ranking after = alliance.ListAfter(member, partner, remedy.changes, query);
      ASSERT_THAT(Ids(after), Contains(partner));
    }
  }
}

TEST(AcceptanceListsTest, WhoIsLessProbableThanThoseListedIsToldSo) {
  const AskedAlliance alliance(RandomProfiles(73).MakeAll(60));
  RankingQuery query = Query(5);
  const std::string first = Ids(alliance.List("m-1000", query)).front();
  // The more words are shared, the less probable.
  query.policy.acceptance.emplace().weights[static_cast<std::size_t>(EvidenceTerm::kWords)] = -60;
  const Ranking list = alliance.List("m-1000", query);
  ASSERT_THAT(Ids(list), Not(Contains(first)));
  EXPECT_TRUE(list.matches[0].acceptance.has_value());
  const WhyNotAnswer answer = alliance.Ask("m-1000", first, query);
  EXPECT_EQ(answer.reason, WhyNotReason::kLessProbable);
  EXPECT_EQ(answer.rank, 1);
}

}  // namespace
}  // namespace counterpoint::matching
