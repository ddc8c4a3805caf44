#include "matching/ranking/why_not.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/matching/partnerships.h"
#include "tests/matching/ranking/missed_partner.h"

namespace counterpoint::matching {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

MemberProfile Studio() {
  return Profile("studio", MemberKind::kSceneUnit, {"adaptive game music"},
                 {"game development internships for composers"});
}
MemberProfile Composer(const std::string& id) {
  return Profile(id, MemberKind::kCreator, {"internships in game development"},
                 {"original game music and adaptive scores"});
}
MemberProfile Lab() {
  return Profile("lab", MemberKind::kResearchInstitution, {"funding for robots"},
                 {"motion capture research"});
}

Rule MustNot(MemberKind kind) {
  Rule rule;
  rule.strength = RuleStrength::kMustNot;
  rule.condition.kinds = SetOf(kind);
  return rule;
}

TEST(WhyNotTest, AListedPartnerNeedsNoRemedy) {
  const AskedAlliance alliance({Studio(), Composer("composer"), Lab()});
  const WhyNotAnswer answer = alliance.Ask("studio", "composer", Query());
  EXPECT_EQ(answer.reason, WhyNotReason::kListed);
  EXPECT_EQ(answer.rank, 1);
  EXPECT_EQ(answer.gap, 0);
  EXPECT_THAT(answer.remedies, IsEmpty());
}

TEST(WhyNotTest, AnExcludedPartnerHasItsRankAndNoRemedy) {
  const AskedAlliance alliance({Studio(), Composer("a"), Composer("b"), Lab()});
  RankingQuery query = Query();
  query.exclude = {"b"};
  const WhyNotAnswer answer = alliance.Ask("studio", "b", query);
  EXPECT_EQ(answer.reason, WhyNotReason::kExcludedByRequest);
  EXPECT_EQ(answer.rank, 2);
  EXPECT_GT(answer.pair.score, 0);
  EXPECT_THAT(answer.remedies, IsEmpty());
}

TEST(WhyNotTest, ATopicThatTheFilterAsksForIsNamed) {
  const AskedAlliance alliance({Studio(), Composer("composer"), Lab()});
  RankingQuery query = Query();
  MemberCondition condition;
  condition.sectors = {"game-music"};
  query.filter = Condition(*BuiltInAnalyzer().thesaurus(), condition);
  const WhyNotAnswer answer = alliance.Ask("studio", "composer", query);
  EXPECT_EQ(answer.reason, WhyNotReason::kFiltered);
  ASSERT_THAT(answer.remedies, Not(IsEmpty()));
  ASSERT_THAT(answer.remedies[0].changes, SizeIs(1));
  EXPECT_EQ(answer.remedies[0].changes[0].field, ChangedField::kSectors);
  EXPECT_EQ(answer.remedies[0].changes[0].id, "game-music");
}

TEST(WhyNotTest, APausedPartnerIsToBeSetToActive) {
  MemberProfile paused = Composer("composer");
  paused.state = MemberState::kPaused;
  const AskedAlliance alliance({Studio(), paused, Lab()});
  const WhyNotAnswer answer = alliance.Ask("studio", "composer", Query());
  EXPECT_EQ(answer.reason, WhyNotReason::kRule);
  ASSERT_THAT(answer.exclusions, SizeIs(1));
  EXPECT_EQ(answer.exclusions[0].field, "state");
  EXPECT_EQ(answer.rank, 1);
  ASSERT_THAT(answer.remedies, SizeIs(1));
  ASSERT_THAT(answer.remedies[0].changes, SizeIs(1));
  EXPECT_EQ(answer.remedies[0].changes[0].field, ChangedField::kState);
  EXPECT_EQ(answer.remedies[0].place, 1);
}

TEST(WhyNotTest, ObstaclesThatStandTogetherAreClearedTogether) {
  MemberProfile composer = Composer("composer");
  composer.state = MemberState::kDraft;
  composer.capacity = 0;
  composer.offers[0].deadline = Now() - absl::Hours(1);
  composer.needs[0].rules = {MustNot(MemberKind::kSceneUnit)};
  const AskedAlliance alliance({Studio(), composer, Lab()});
  const WhyNotAnswer answer = alliance.Ask("studio", "composer", Query());
  EXPECT_EQ(answer.reason, WhyNotReason::kRule);
  ASSERT_THAT(answer.remedies, SizeIs(1));
  std::vector<std::string> fields;
  for (const ProfileChange& change : answer.remedies[0].changes) {
    fields.push_back(FieldPath(change));
  }
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("state", "capacity", "offers[0].deadline",
                                                      "needs[0].rules[0]"));
}

// The rule leaves the other direction, but the score needs both.
TEST(WhyNotTest, ARuleThatTakesOneSidesGainIsTheReason) {
  MemberProfile composer = Composer("composer");
  composer.needs[0].rules = {MustNot(MemberKind::kSceneUnit)};
  const AskedAlliance alliance({Studio(), composer, Lab()});
  const WhyNotAnswer answer = alliance.Ask("studio", "composer", Query());
  EXPECT_EQ(answer.reason, WhyNotReason::kRule);
  EXPECT_EQ(answer.rank, 0);
  ASSERT_THAT(answer.exclusions, SizeIs(1));
  EXPECT_EQ(answer.exclusions[0].field, "needs[0].rules[0]");
}

TEST(WhyNotTest, TopicsThatWouldMeetAreNamedWhereNothingIsShared) {
  const AskedAlliance alliance(
      {Studio(), Composer("composer"),
       Profile("museum", MemberKind::kPublicServicePlatform, {"ticketing"}, {"exhibition halls"})});
  const WhyNotAnswer answer = alliance.Ask("studio", "museum", Query());
  EXPECT_EQ(answer.reason, WhyNotReason::kNothingShared);
  EXPECT_EQ(answer.rank, 0);
  ASSERT_THAT(answer.remedies, Not(IsEmpty()));
  for (const ProfileChange& change : answer.remedies[0].changes) {
    EXPECT_EQ(change.field, ChangedField::kTopics);
  }
}

TEST(WhyNotTest, AScoreBelowTheFloorHasAGap) {
  const AskedAlliance alliance({Studio(), Composer("composer"), Lab()});
  RankingQuery query = Query();
  query.policy.floor = 0.95;
  const WhyNotAnswer answer = alliance.Ask("studio", "composer", query);
  EXPECT_EQ(answer.reason, WhyNotReason::kBelowFloor);
  EXPECT_EQ(answer.threshold, 0.95);
  EXPECT_DOUBLE_EQ(answer.gap, 0.95 - answer.pair.score);
}

TEST(WhyNotTest, AnOutrankedPartnerIsComparedWithTheLastOfTheList) {
  MemberProfile behind = Composer("behind");
  behind.offers[0].titles = {"orchestral recordings, some game music"};
  const AskedAlliance alliance({Studio(), Composer("a"), behind, Lab()});
  const WhyNotAnswer answer = alliance.Ask("studio", "behind", Query(1));
  EXPECT_EQ(answer.reason, WhyNotReason::kOutranked);
  EXPECT_EQ(answer.rank, 2);
  EXPECT_EQ(answer.threshold, alliance.List("studio", Query(1)).matches[0].score);
  EXPECT_DOUBLE_EQ(answer.gap, answer.threshold - answer.pair.score);
  ASSERT_TRUE(answer.weakest.has_value());
  EXPECT_GT(answer.weakest->gap, 0);
}

TEST(WhyNotTest, ADoubleOfTheBestIsNotDiverse) {
  const auto twin = [](const std::string& id) {
    return Profile(id, MemberKind::kCreator, {"game studio jobs"}, {"game music"});
  };
  const AskedAlliance alliance(
      {twin("a"), twin("b"),
       Profile("c", MemberKind::kCreator, {"game studio jobs"}, {"sound effects and game music"}),
       Profile("asker", MemberKind::kSceneUnit, {"game music"}, {"game studio jobs"})});
  RankingQuery query = Query(2);
  query.policy.diversity = 0.6;
  const WhyNotAnswer answer = alliance.Ask("asker", "b", query);
  EXPECT_EQ(answer.reason, WhyNotReason::kNotDiverse);
  EXPECT_EQ(answer.rank, 2);
  EXPECT_EQ(answer.gap, 0);
}

TEST(WhyNotTest, WhomTheMemberHasWorkedWithIsKeptOutUnlessAskedFor) {
  const AskedAlliance alliance({Studio(), Composer("composer"), Lab()}, {{"studio", "composer"}});
  RankingQuery query = Query();
  const WhyNotAnswer answer = alliance.Ask("studio", "composer", query);
  EXPECT_EQ(answer.reason, WhyNotReason::kRule);
  ASSERT_THAT(answer.exclusions, SizeIs(1));
  EXPECT_EQ(answer.exclusions[0].field, "interactions");
  EXPECT_EQ(answer.rank, 1);
  EXPECT_THAT(answer.remedies, IsEmpty());
  query.include_partners = true;
  EXPECT_EQ(alliance.Ask("studio", "composer", query).reason, WhyNotReason::kListed);
}

TEST(WhyNotTest, WhatIsRecordedIsNamedAndNoRemedyUndoesIt) {
  const AskedAlliance alliance({Studio(), Composer("composer"), Lab()}, {{"studio", "composer"}});
  RankingQuery query = Query();
  query.include_partners = true;
  for (const KeptApartBy by : {KeptApartBy::kConflict, KeptApartBy::kDecline}) {
    query.kept_apart = {{"composer", by}};
    const WhyNotAnswer answer = alliance.Ask("studio", "composer", query);
    EXPECT_EQ(answer.reason, WhyNotReason::kRule);
    ASSERT_THAT(answer.exclusions, SizeIs(1));
    EXPECT_EQ(answer.exclusions[0].field, "interactions");
    EXPECT_EQ(answer.exclusions[0].by, by);
    EXPECT_THAT(answer.remedies, IsEmpty());
  }
}

TEST(WhyNotTest, APartnerThatIsNewerThanTheIndexIsAskedAboutAsItIs) {
  const AskedAlliance alliance({Studio(), Composer("composer"), Lab()});
  ProfiledMember newer{Composer("composer"), nullptr};
  newer.profile.state = MemberState::kPaused;
  newer.features = Features(newer.profile);
  const WhyNotAnswer answer = WhyNot(alliance.index(), alliance.Member("studio"), newer, Query(),
                                     AfterOnSameModel, RunInTurn);
  EXPECT_EQ(answer.reason, WhyNotReason::kRule);
}

TEST(WhyNotTest, OnANewModelARemedyHoldsForTheAllianceThatHasLearntIt) {
  const std::vector<MemberProfile> profiles = RandomProfiles(12).MakeAll(60);
  const AskedAlliance alliance(profiles);
  const std::string& asker = profiles[0].id;
  int remedies = 0;
  for (std::size_t i = 1; i < 12; ++i) {
    const ProfiledMember partner = alliance.Member(profiles[i].id);
    const WhyNotAnswer answer = WhyNot(alliance.index(), alliance.Member(asker), partner, Query(3),
                                       AfterOnNewModel, RunInTurn);
    for (const Remedy& remedy : answer.remedies) {
      ++remedies;
      std::vector<MemberProfile> changed = profiles;
      for (const ProfileChange& change : remedy.changes) {
        changed[change.side == EvidenceSide::kMember ? 0 : i].update_time = Now();
      }
      Apply(remedy.changes, EvidenceSide::kMember, changed[0]);
      Apply(remedy.changes, EvidenceSide::kPartner, changed[i]);
      const Ranking list = AskedAlliance(changed).List(asker, Query(3));
      ASSERT_LE(remedy.place, static_cast<std::int64_t>(list.matches.size()));
      const RankedMatch& match = list.matches[static_cast<std::size_t>(remedy.place) - 1];
      EXPECT_EQ(match.partner->id, profiles[i].id);
      EXPECT_EQ(match.score, remedy.score);
    }
  }
  EXPECT_GT(remedies, 0);
}

// Every candidate of random alliances against the lists themselves.
class WhyNotPropertyTest : public ::testing::TestWithParam<int> {
 protected:
  WhyNotPropertyTest()
      : alliance_(RandomProfiles(static_cast<unsigned>(GetParam()) + 20).MakeAll(70),
                  GetParam() == 4 ? std::vector<Partnership>()
                                  : RandomPartnerships(static_cast<unsigned>(GetParam()), 70, 120)),
        asker_(alliance_.profiles()[static_cast<std::size_t>(GetParam())].id),
        query_(Query(6)) {
    query_.policy.reciprocity = static_cast<Reciprocity>(1 + GetParam() % 4);
    query_.policy.floor = GetParam() % 2 == 0 ? 0.05 : 0.12;
    query_.policy.diversity = GetParam() % 3 == 0 ? 0.5 : 0;
    query_.include_partners = GetParam() == 3;
    query_.exclude = {alliance_.profiles()[30].id};
    query_.kept_apart = {{alliance_.profiles()[31].id, KeptApartBy::kDecline}};
    if (GetParam() % 2 != 0) {
      MemberCondition condition;
      condition.regions = {"CN"};
      query_.filter = Condition(*BuiltInAnalyzer().thesaurus(), condition);
    }
    RankingQuery unlimited = query_;
    unlimited.limit = 1000;
    unlimited.policy.floor = 0;
    unlimited.policy.diversity = 0;
    everybody_ = alliance_.List(asker_, unlimited);
    list_ = alliance_.List(asker_, query_);
  }

  // From 1; 0 where it is not in the list.
  static std::int64_t PlaceOf(const Ranking& list, const std::string& id) {
    for (std::size_t i = 0; i < list.matches.size(); ++i) {
      if (list.matches[i].partner->id == id) return static_cast<std::int64_t>(i) + 1;
    }
    return 0;
  }

  // Whether it is listed, and its place in the list of unlimited length.
  void ExpectRank(const WhyNotAnswer& answer, const std::string& id) const {
    EXPECT_EQ(answer.reason == WhyNotReason::kListed, PlaceOf(list_, id) > 0);
    const std::int64_t place = PlaceOf(everybody_, id);
    if (place == 0) return;
    EXPECT_EQ(answer.rank, place);
    EXPECT_EQ(answer.pair.score, everybody_.matches[static_cast<std::size_t>(place) - 1].score);
  }

  // The reason applies, and none before it.
  void ExpectReason(const WhyNotAnswer& answer, const std::string& id) const {
    const MemberFeatures& candidate = *alliance_.index().Find(id);
    const WhyNotReason reason = answer.reason;
    if (reason == WhyNotReason::kListed) return;
    const bool is_excluded = query_.exclude.contains(id);
    EXPECT_EQ(reason == WhyNotReason::kExcludedByRequest, is_excluded);
    if (is_excluded) return;
    const bool is_filtered = !query_.filter.HoldsFor(candidate);
    EXPECT_EQ(reason == WhyNotReason::kFiltered, is_filtered);
    if (is_filtered) return;
    EXPECT_EQ(reason == WhyNotReason::kRule, !answer.exclusions.empty());
    if (!answer.exclusions.empty()) return;
    EXPECT_TRUE(IsRecommendable(candidate));
    const bool is_scored = PlaceOf(everybody_, id) > 0;
    EXPECT_EQ(reason == WhyNotReason::kNothingShared, !is_scored);
    if (!is_scored) return;
    const bool is_low = answer.pair.score < query_.policy.floor;
    EXPECT_EQ(reason == WhyNotReason::kBelowFloor, is_low);
    if (is_low) return;
    EXPECT_EQ(reason == WhyNotReason::kOutranked,
              answer.rank > static_cast<std::int64_t>(query_.limit));
  }

  // The changes bring the partner in, and no change less does.
  void ExpectRemedy(const Remedy& remedy, const std::string& id) const {
    const Ranking list = alliance_.ListAfter(asker_, id, remedy.changes, query_);
    ASSERT_EQ(PlaceOf(list, id), remedy.place);
    EXPECT_EQ(list.matches[static_cast<std::size_t>(remedy.place) - 1].score, remedy.score);
    for (std::size_t k = 0; remedy.changes.size() > 1 && k < remedy.changes.size(); ++k) {
      std::vector<ProfileChange> fewer = remedy.changes;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(k));
      EXPECT_EQ(PlaceOf(alliance_.ListAfter(asker_, id, fewer, query_), id), 0);
    }
  }

  const AskedAlliance alliance_;
  const std::string asker_;
  RankingQuery query_;
  Ranking everybody_;
  Ranking list_;
};

TEST_P(WhyNotPropertyTest, EveryAnswerIsWhatTheListsShow) {
  int remedies = 0;
  const std::vector<MemberProfile>& profiles = alliance_.profiles();
  for (std::size_t i = 1; i < profiles.size(); i += 2) {
    const MemberProfile& candidate = profiles[i];
    if (candidate.id == asker_) continue;
    const WhyNotAnswer answer = alliance_.Ask(asker_, candidate.id, query_);
    ExpectRank(answer, candidate.id);
    ExpectReason(answer, candidate.id);
    std::size_t fewest = 0;
    for (const Remedy& remedy : answer.remedies) {
      ++remedies;
      EXPECT_GE(remedy.changes.size(), fewest);
      fewest = remedy.changes.size();
      ExpectRemedy(remedy, candidate.id);
    }
  }
  EXPECT_GT(remedies, 0);
}

INSTANTIATE_TEST_SUITE_P(EveryQuery, WhyNotPropertyTest, ::testing::Range(0, 6));

}  // namespace
}  // namespace counterpoint::matching
